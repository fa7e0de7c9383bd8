import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { KubernetesObject } from '../../harness/api/resources.ts';
import { resources } from '../../harness/api/resources.ts';
import { watchAll } from '../../harness/api/watch.ts';
import type { Cluster, StartOptions } from '../../harness/cluster.ts';
import type { ConfigMap, Event, Lease, Pod } from '../../harness/kubernetes.ts';
import { freePorts } from '../control-plane/processes/ports.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { realPrograms } from '../control-plane/testing/real-programs.ts';
import { errorOf, unschedulablePod } from '../testing/contract-objects.ts';
import { type EmbeddedOptions, embedded } from './provider.ts';

const start = (options: Partial<EmbeddedOptions> = {}, asked: Partial<StartOptions> = {}) =>
  embedded({ ...realPrograms(settingsFrom()), ...options }).start({
    pace: 1,
    progress: () => undefined,
    signal: new AbortController().signal,
    ...asked,
  });

describe('starting embedded clusters', () => {
  it('can be done side by side, on an empty cache, by owners who do not know each other', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
    const output: string[] = [];
    const progress = (line: string) => output.push(line);
    const [one, other] = await Promise.all([start({ cache }, { progress }), start({ cache }, { progress })]);
    try {
      expect(output.filter((line) => line.startsWith('preparing'))).to.have.lengthOf(2);
      expect(readdirSync(join(cache, 'etcd-data'))).to.have.lengthOf(1);
      await one.api.create(resources.ConfigMap, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { namespace: 'default', name: 'only-in-one' },
      });
      const { items } = await other.api.list<ConfigMap>(resources.ConfigMap, { namespace: 'default' });
      expect(items.map(({ metadata }) => metadata?.name)).not.to.include('only-in-one');
    } finally {
      await Promise.all([one[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
      rmSync(cache, { recursive: true });
    }
  });

  it('goes without prepared data where there is no place for them, and says so', async () => {
    const output: string[] = [];
    await using cluster = await start({ cache: '/dev/null' }, { progress: (line) => output.push(line) });
    expect(output[0]).to.contain(
      "nothing can be kept in the cache: ENOTDIR: not a directory, mkdir '/dev/null/etcd-data'",
    );
    expect(cluster.kubernetes).to.match(/^1\./);
  });

  it('says which component found its port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await using _ = await start(); // data are prepared on ports of their own
    const logsOfFailures = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
    const ports = { ...(await freePorts()), scheduler: port };
    const error = (await errorOf(start({ ports, logsOfFailures }))) as Error;
    expect(error.message).to.match(/kube-scheduler ended with exit code 1: .*address already in use/);
    rmSync(logsOfFailures, { recursive: true });
    server.close();
  });

  it('divides the waits of the control plane by the pace', async () => {
    await using cluster = await start({}, { pace: 10 });
    const pod = await cluster.api.create<Pod>(resources.Pod, unschedulablePod, { namespace: 'default' });
    expect(pod.spec?.tolerations?.map(({ tolerationSeconds }) => tolerationSeconds)).to.deep.equal([30, 30]);
    expect(cluster.pace).to.equal(10);
  });
});

describe('an embedded cluster that begins with prepared data', () => {
  let began: Date;
  let cluster: Cluster;
  before(async () => {
    await (await start())[Symbol.asyncDispose]();
    began = new Date(Math.floor(Date.now() / 1000) * 1000);
    cluster = await start();
  });
  after(() => cluster[Symbol.asyncDispose]());

  it('is ready because its own controller manager works', async () => {
    const account = await cluster.api.get<KubernetesObject>(resources.ServiceAccount, {
      namespace: 'default',
      name: 'default',
    });
    expect(new Date(String(account.metadata?.creationTimestamp))).to.be.at.least(began);
  });

  it('holds certificates of its own authority only', async () => {
    const { items } = await cluster.api.list<ConfigMap>(resources.ConfigMap);
    const authorities = items.flatMap(({ data = {} }) => [data['ca.crt'], data['client-ca-file']]).filter(Boolean);
    expect(authorities).to.have.lengthOf.at.least(1);
    for (const authority of authorities) expect(authority?.trim()).to.equal(cluster.connection.ca?.trim());
  });

  it('has no lease of an API server that is no more', async () => {
    const { items } = await cluster.api.list<Lease>(resources.Lease, { namespace: 'kube-system' });
    for (const { metadata } of items) expect(new Date(String(metadata?.creationTimestamp))).to.be.at.least(began);
  });

  it('has no Secrets', async () => {
    expect((await cluster.api.list(resources.Secret)).items).to.deep.equal([]);
  });

  it('has a scheduler that writes events of events.k8s.io, without count and firstTimestamp', async () => {
    const pod = await cluster.api.create<Pod>(resources.Pod, unschedulablePod, { namespace: 'default' });
    const { promise, resolve } = Promise.withResolvers<Event>();
    using events = watchAll<Event>(cluster.api, resources.Event, ({ object }) => {
      if (object.reason === 'FailedScheduling' && object.involvedObject.uid === pod.metadata?.uid) resolve(object);
    });
    await events.ready;
    const event = await promise;
    expect(event).to.include({ type: 'Warning', reportingComponent: 'default-scheduler' });
    expect(event.eventTime).to.match(/^\d{4}-\d\d-\d\dT/);
    expect(event.count ?? undefined).to.equal(undefined);
    expect(event.firstTimestamp ?? undefined).to.equal(undefined);
    expect(event.source ?? {}).to.deep.equal({});
  });
});
