import { expect } from 'chai';
import { ApiError } from '../../api/client.ts';
import { resources } from '../../api/resources.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { actingOn } from '../testing/acting-on.ts';
import { settledAfter } from '../testing/scene.ts';
import { failure, type StoredApi } from '../testing/stored-api.ts';
import { nodeActs } from './node-acts.ts';

const node = (name: string, unschedulable?: boolean) => ({
  kind: 'Node',
  metadata: { name },
  spec: { ...(unschedulable && { unschedulable }) },
});
const isMarked = (api: StoredApi, name: string) => api.stored(resources.Node, { name })?.spec?.unschedulable;

describe('cordon and uncordon', () => {
  it('mark a node, and leave it in the end as they first found it', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    stage.api.put(node('a'));
    stage.api.put(node('b', true));
    const { cordon, uncordon } = nodeActs(stage.acting);
    await cordon('a');
    expect(isMarked(stage.api, 'a')).to.equal(true);
    await uncordon('a');
    expect(isMarked(stage.api, 'a')).to.equal(undefined);
    await cordon('a');
    await uncordon('b');
    await stage.undo.undo('restore');
    expect([isMarked(stage.api, 'a'), isMarked(stage.api, 'b')]).to.deep.equal([undefined, true]);
  });

  it('are for exclusive scenarios', async () => {
    await using stage = await actingOn(manualClock());
    stage.api.put(node('a'));
    const acts = nodeActs(stage.acting);
    for (const act of ['cordon', 'uncordon', 'drain'] as const)
      expect(await acts[act]('a').catch((error: Error) => error.message)).to.include(
        `only an exclusive scenario may ${act} a`,
      );
    expect(stage.api.writes).to.deep.equal([]);
  });

  it('ignore a node that has gone meanwhile', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    stage.api.put(node('a'));
    await nodeActs(stage.acting).cordon('a');
    await stage.api.delete(resources.Node, { name: 'a' });
    await stage.undo.undo('restore');
  });
});

describe('scale', () => {
  const deployment = (namespace: string) => ({
    kind: 'Deployment',
    metadata: { name: 'dns', namespace },
    spec: { replicas: 2 },
  });
  const replicas = (api: StoredApi, namespace: string) =>
    api.stored(resources.Deployment, { name: 'dns', namespace })?.spec?.replicas;

  it('leaves as many replicas in the end as it first found', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    stage.api.put(deployment('kube-system'));
    const { scale } = nodeActs(stage.acting);
    await scale({ name: 'dns', namespace: 'kube-system' }, 5);
    await scale({ name: 'dns', namespace: 'kube-system' }, 0);
    expect(replicas(stage.api, 'kube-system')).to.equal(0);
    await stage.undo.undo('restore');
    expect(replicas(stage.api, 'kube-system')).to.equal(2);
  });

  it('is for exclusive scenarios, but in a namespace of their own', async () => {
    await using stage = await actingOn(manualClock());
    const own = stage.view.namespace;
    for (const namespace of [own, 'kube-system']) stage.api.put(deployment(namespace));
    const { scale } = nodeActs(stage.acting);
    await scale({ name: 'dns' }, 1);
    const refused = await scale({ name: 'dns', namespace: 'kube-system' }, 1).catch((error: Error) => error.message);
    expect(refused).to.include('only an exclusive scenario may scale Deployment kube-system/dns');
    expect([replicas(stage.api, own), replicas(stage.api, 'kube-system')]).to.deep.equal([1, 2]);
  });
});

describe('drain', () => {
  const ownerReferences = (kind: string) => [{ apiVersion: 'apps/v1', kind, name: 'o', uid: 'u', controller: true }];
  const pod = (name: string, metadata: object = {}, nodeName = 'a') => ({
    kind: 'Pod',
    metadata: { name, namespace: 'theirs', ownerReferences: ownerReferences('ReplicaSet'), ...metadata },
    spec: { nodeName },
  });
  const bare = { ownerReferences: [] };
  const pods = [
    pod('bare', { namespace: 'plimsoll-own', ...bare }),
    pod('of-replica-set'),
    pod('of-daemon-set', { ownerReferences: ownerReferences('DaemonSet') }),
    pod('mirror', { annotations: { 'kubernetes.io/config.mirror': 'hash' } }),
    pod('elsewhere', {}, 'b'),
  ];
  const evictions = (api: StoredApi) =>
    api.writes.flatMap((write) => /^POST .*\/pods\/(.*)\/eviction$/.exec(write)?.[1] ?? []);

  it("cordons first, and evicts all but what is bound to the node or a DaemonSet's", async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    for (const object of [node('a'), ...pods]) stage.api.put(object);
    await nodeActs(stage.acting).drain('a');
    expect(stage.api.writes[0]).to.equal('PATCH /api/v1/nodes/a');
    expect(evictions(stage.api)).to.deep.equal(['bare', 'of-replica-set']);
    await stage.undo.undo('restore');
    expect(isMarked(stage.api, 'a')).to.equal(undefined);
  });

  it('cordons nothing where a Pod of others would be lost, which no controller replaces', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    for (const object of [node('a'), ...pods, pod('db', bare), pod('far', bare, 'b')]) stage.api.put(object);
    const { message } = (await nodeActs(stage.acting)
      .drain('a')
      .catch((error: Error) => error)) as Error;
    expect(message).to.equal('a is not drained, as no controller would re-create these Pods elsewhere: theirs/db');
    expect(stage.api.writes).to.deep.equal([]);
  });

  it('waits until the Pods are gone, in whatever namespace, but not for those that took their names', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true, seeing: false });
    for (const object of [node('a'), pod('db-0')]) stage.api.put(object);
    const before = stage.api.stored(resources.Pod, { namespace: 'theirs', name: 'db-0' }) ?? {};
    stage.index.see('Pod', { type: 'ADDED', object: before });
    const draining = nodeActs(stage.acting).drain('a');
    expect(await settledAfter(stage.clock.advance(1_000), draining)).to.equal(false);
    const recreated = { ...before, metadata: { ...before.metadata, uid: 'another' } };
    stage.index.see('Pod', { type: 'MODIFIED', object: recreated });
    await draining;
  });

  it('ignores a Pod that has gone meanwhile', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    for (const object of [node('a'), pod('quick')]) stage.api.put(object);
    stage.api.refuse = (method, path) => {
      if (method !== 'POST') return undefined;
      void stage.api.delete(resources.Pod, { namespace: 'theirs', name: 'quick' });
      return failure(404, `${path} not found`);
    };
    await nodeActs(stage.acting).drain('a');
    expect(evictions(stage.api)).to.deep.equal(['quick']);
  });

  it('does not touch a Pod that has taken the name of one meanwhile', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    for (const object of [node('a'), pod('db-0')]) stage.api.put(object);
    const before = stage.api.stored(resources.Pod, { namespace: 'theirs', name: 'db-0' }) ?? {};
    stage.api.refuse = (method) => {
      if (method !== 'POST') return undefined;
      const recreated = { ...before, metadata: { ...before.metadata, uid: 'another' } };
      stage.index.see('Pod', { type: 'MODIFIED', object: recreated });
      return failure(409, 'the UID in the precondition does not match the UID in record');
    };
    await nodeActs(stage.acting).drain('a');
    expect(evictions(stage.api)).to.deep.equal(['db-0']);
  });

  it('waits for the Pods of a namespace that is being deleted, whose eviction is forbidden', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    for (const object of [node('a'), pod('ends')]) stage.api.put(object);
    const details = { causes: [{ reason: 'NamespaceTerminating', field: 'metadata.namespace' }] };
    const status = { kind: 'Status', status: 'Failure', message: 'forbidden', details } as const;
    stage.api.refuse = (method) => (method === 'POST' ? new ApiError(status, 403) : undefined);
    const draining = nodeActs(stage.acting).drain('a');
    expect(await settledAfter(stage.clock.advance(1_000), draining)).to.equal(false);
    await stage.api.delete(resources.Pod, { namespace: 'theirs', name: 'ends' });
    await draining;
  });

  it('names the Pod that stayed', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true, seeing: false });
    for (const object of [node('a'), pod('clings')]) stage.api.put(object);
    const clings = stage.api.stored(resources.Pod, { namespace: 'theirs', name: 'clings' }) ?? {};
    stage.index.see('Pod', { type: 'ADDED', object: clings });
    const draining = nodeActs(stage.acting)
      .drain('a')
      .catch((error: Error) => error.message);
    await stage.clock.advance(10_000);
    expect(await draining).to.include('Pod theirs/clings is gone (saw it is still there)');
  });

  it('rejects with a final answer of the server', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    for (const object of [node('a'), pod('plain')]) stage.api.put(object);
    stage.api.refuse = (method) => (method === 'POST' ? failure(429, 'would violate the budget') : undefined);
    expect(
      await nodeActs(stage.acting)
        .drain('a')
        .catch((error: Error) => error.message),
    ).to.equal('would violate the budget');
  });
});
