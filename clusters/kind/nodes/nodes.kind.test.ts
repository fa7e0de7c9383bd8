import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1Node, V1SubjectAccessReview } from '@kubernetes/client-node';
import { expect } from 'chai';
import { resources } from '../../../harness/api/resources.ts';
import type { StartOptions } from '../../../harness/cluster.ts';
import { untilReady } from '../../control-plane/processes/readiness.ts';
import { settingsFrom } from '../../control-plane/settings.ts';
import { type KindCluster, kind } from '../provider.ts';
import { realKind } from '../testing/real-kind.ts';
import { isAt, isReady, untilNode } from '../testing/until-node.ts';

const options: StartOptions = { pace: 20, progress: () => undefined, signal: new AbortController().signal };

describe('the nodes of a cluster on kind', () => {
  const undo = new AsyncDisposableStack();
  let cluster: KindCluster;
  const nodesNow = async () => (await cluster.api.list<V1Node>(resources.Node)).items;
  before(async () => {
    cluster = undo.use(await kind(await realKind(settingsFrom(), 'nifcloud')).start(options));
  });
  after(() => undo.disposeAsync());

  it('are the machines of the topology, with their labels and taints', async () => {
    const found = (await nodesNow()).map(({ metadata, spec }) => {
      const isMaster = 'node-role.kubernetes.io/control-plane' in (metadata?.labels ?? {});
      return [
        metadata?.name,
        isMaster,
        spec?.taints?.some(({ key }) => key === 'node-role.kubernetes.io/control-plane'),
      ];
    });
    const masters = ['master111', 'master121', 'master131'].map((name) => [name, true, true]);
    const workers = ['node111', 'node121', 'node131'].map((name) => [name, false, false]);
    expect(found).to.have.deep.members([...masters, ...workers]);
    expect(cluster.nodes.list().map(({ name }) => name)).to.have.members(found.map(([name]) => name));
  });

  it('wait for a controller manager of the cloud to identify them', async () => {
    for (const { spec } of await nodesNow()) {
      expect(spec).not.to.have.property('providerID');
      expect(spec?.taints?.map(({ key }) => key)).to.include('node.cloudprovider.kubernetes.io/uninitialized');
    }
  });

  it('may read a claim that the API server has not related to them yet', async () => {
    const apiVersion = 'authorization.k8s.io/v1';
    const kind = 'SubjectAccessReview';
    const resourceAttributes = { namespace: 'default', verb: 'get', resource: 'persistentvolumeclaims', name: 'data' };
    const review = {
      apiVersion,
      kind,
      spec: { user: 'system:node:node111', groups: ['system:nodes'], resourceAttributes },
    };
    const resource = { apiVersion, kind, plural: 'subjectaccessreviews', namespaced: false };
    const { status } = await cluster.api.create<V1SubjectAccessReview>(resource, review);
    expect(status).to.have.property('allowed', true);
  });

  it('run commands, and say what went wrong with one', async () => {
    expect(await cluster.nodes.exec('node111', ['hostname'])).to.equal('node111\n');
    const failed = cluster.nodes.exec('node111', ['sh', '-c', 'echo bad >&2; exit 3']);
    const { message } = (await failed.catch((error: Error) => error)) as Error;
    expect(message).to.match(/^docker exec .* ended with exit code 3: bad$/);
  });

  it('know no machine but their own', async () => {
    const { message } = (await cluster.nodes.stop('node999').catch((error: Error) => error)) as Error;
    expect(message).to.match(/^there is no node node999, but master111, /);
  });

  it('are lost when they are stopped or cut off, and come back', async () => {
    const { api, nodes } = cluster;
    await nodes.cutOff('node111');
    await nodes.cutOff('node111');
    await nodes.stop('node121');
    await Promise.all(['node111', 'node121'].map((name) => untilNode(api, name, isReady('Unknown'))));
    await nodes.reconnect('node111');
    await nodes.reconnect('node111');
    await nodes.start('node121');
    await untilReady(api, ['node111', 'node121'], options.signal);
  });

  it('report new addresses when they come back with others', async () => {
    const { api, nodes } = cluster;
    const lastByte = (name: string) => Number(nodes.get(name)?.address.split('.').at(-1));
    // The engine gives the lowest address that is free: started in the other order, they change places.
    const names = ['node111', 'node131'].toSorted((one, other) => lastByte(other) - lastByte(one));
    const before = names.map((name) => nodes.get(name)?.address);
    for (const name of names) await nodes.stop(name);
    for (const name of names) await nodes.start(name);
    expect(names.map((name) => nodes.get(name)?.address)).to.deep.equal(before.toReversed());
    await Promise.all(names.map((name) => untilNode(api, name, isAt(nodes.get(name)?.address ?? ''))));
  });

  it('can be added, and removed', async () => {
    const { api, nodes } = cluster;
    const changes: string[] = [];
    using _ = nodes.onChange(({ name }, what) => changes.push(`${name} ${what}`));
    const like = nodes.get('node131');
    if (!like) throw new Error('node131 was expected');
    // The inotify instances of a machine are enough for six or seven nodes.
    await nodes.remove(like.name);
    const labels = { tier: 'front', 'node-role.kubernetes.io/front': '' };
    const added = await nodes.add({ ...like.spec, name: 'node141', labels });
    await untilNode(api, 'node141', (node) => 'node-role.kubernetes.io/front' in (node.metadata?.labels ?? {}));
    await untilNode(api, 'node141', isReady('True'));
    expect((await api.get<V1Node>(resources.Node, { name: 'node141' })).metadata?.labels).to.include(labels);
    expect(await nodes.exec('node141', ['hostname', '-I'])).to.contain(added.address);
    await nodes.remove('node141');
    expect(nodes.get('node141')).to.equal(undefined);
    expect(changes).to.deep.equal(['node131 removed', 'node141 added', 'node141 removed']);
  });

  it('have their logs exported', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
    await cluster.collectLogs(directory);
    for (const { container } of cluster.nodes.list()) {
      expect(readdirSync(join(directory, container))).to.include('kubelet.log');
    }
    rmSync(directory, { recursive: true });
  });
});
