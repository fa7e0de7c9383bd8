import { expect } from 'chai';
import { resources } from '../../api/resources.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { actingOn } from '../testing/acting-on.ts';
import type { StoredApi } from '../testing/stored-api.ts';
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

  it('do not miss a node that has gone meanwhile', async () => {
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
