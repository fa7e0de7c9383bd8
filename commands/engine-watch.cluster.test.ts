import { expect } from 'chai';
import { findBinaries } from '../clusters/control-plane/binaries/binaries.ts';
import { embedded } from '../clusters/embedded/provider.ts';
import { type ApiClient, apiClient, retrying } from '../harness/api/client.ts';
import { type KubernetesObject, resources } from '../harness/api/resources.ts';
import { type CuttableProxy, cuttableProxy } from '../harness/api/testing/cuttable-proxy.ts';
import { type Watched, watchAll } from '../harness/api/watch.ts';
import type { Cluster } from '../harness/cluster.ts';
import { apiServerAt, restart } from '../harness/engine/testing/restart-api-server.ts';
import { environment } from './environment.ts';

const namespace = 'default';

describe('watchAll on a real API server', () => {
  const undo = new AsyncDisposableStack();
  let cluster: Cluster;
  let proxy: CuttableProxy;
  /** Goes straight to the API server, and through its restarts. */
  let direct: ApiClient;
  let watched: Watched<KubernetesObject>;
  let seen: string[];
  let changed: () => void;

  before(async () => {
    const { cache, assets, registry } = environment();
    const provider = embedded({
      cache,
      findBinaries: (wanted) => findBinaries({ ...wanted, cache, directory: assets, registry }),
    });
    const signal = new AbortController().signal;
    cluster = undo.use(await provider.start({ pace: 10, progress: () => undefined, signal }));
    direct = retrying(cluster.api, { within: 60_000, signal });
    proxy = undo.use(await cuttableProxy(cluster.connection.server));
  });
  after(() => undo.disposeAsync());

  beforeEach(async () => {
    for (const name of ['stays', 'goes', 'is-replaced']) await create(name);
    const through = undo.use(apiClient({ ...cluster.connection, server: proxy.url }));
    seen = [];
    watched = watchAll(
      through,
      resources.ConfigMap,
      ({ type, object: { metadata } }) => {
        if (metadata?.name !== 'kube-root-ca.crt') seen.push(`${type} ${metadata?.name}`);
        changed?.();
      },
      { namespace },
    );
    await watched.ready;
    seen.length = 0;
  });
  afterEach(async () => {
    watched[Symbol.dispose]();
    await direct.deleteAll(resources.ConfigMap, { namespace });
  });

  it('reports what changed while the connection was cut', async () => {
    proxy.cut();
    await direct.delete(resources.ConfigMap, { namespace, name: 'goes' });
    await direct.delete(resources.ConfigMap, { namespace, name: 'is-replaced' });
    await create('is-replaced');
    await create('comes');
    expect(seen).to.deep.equal([]);
    proxy.restore();
    await until(4);
    expect(seen).to.have.members(['DELETED goes', 'DELETED is-replaced', 'ADDED is-replaced', 'ADDED comes']);
    expect(names()).to.have.members(['stays', 'is-replaced', 'comes']);
  });

  it('continues when the API server is restarted, and reports what changed meanwhile', async () => {
    const server = await apiServerAt(cluster.connection.server);
    proxy.cut();
    undo.use(await restart(server, 300));
    await direct.delete(resources.ConfigMap, { namespace, name: 'goes' });
    await create('comes');
    proxy.restore();
    await until(2);
    await create('comes-later');
    await until(3);
    expect(seen).to.have.members(['DELETED goes', 'ADDED comes', 'ADDED comes-later']);
    expect(names()).to.have.members(['stays', 'is-replaced', 'comes', 'comes-later']);
  });

  async function create(name: string): Promise<void> {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
    const query = { fieldManager: 'test' };
    await direct.patch(resources.ConfigMap, { name, namespace }, { type: 'apply', body, query });
  }

  function names(): readonly (string | undefined)[] {
    const all = [...watched.objects.values()].map(({ metadata }) => metadata?.name);
    return all.filter((name) => name !== 'kube-root-ca.crt');
  }

  /** mocha's timeout ends the wait. */
  async function until(count: number): Promise<void> {
    while (seen.length < count) await new Promise<void>((resolve) => (changed = resolve));
  }
});
