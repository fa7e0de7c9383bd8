import { expect } from 'chai';
import { resources } from '../../api/resources.ts';
import type { Machines } from '../../cluster.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { actingOn } from '../testing/acting-on.ts';
import { settledAfter } from '../testing/scene.ts';
import { machineActs } from './machine-acts.ts';

const node = (name: string, { zone = 'z1', ready = 'True' } = {}) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } },
  status: { conditions: [{ type: 'Ready', status: ready }] },
});

/** Machines that write down what is asked of them: `add z1 a`. */
function recorded() {
  const asked: string[] = [];
  const write = (what: string) => async (name: string) => void asked.push(`${what} ${name}`);
  const machines: Machines = {
    stop: write('stop'),
    start: write('start'),
    remove: write('remove'),
    cutOff: write('cut off'),
    reconnect: write('reconnect'),
    async add({ zone = 'any', name = 'new' }) {
      asked.push(`add ${zone} ${name}`);
      return name;
    },
  };
  return { asked, machines };
}

describe('machines of a stage', () => {
  for (const [act, name, asked] of [
    ['stop', 'a', ['stop a', 'start a']],
    ['remove', 'a', ['remove a', 'add z1 a']],
    ['cutOff', 'z1', ['cut off z1', 'reconnect z1']],
  ] as const)
    it(`undo ${act}, and wait until the nodes are ready that were so`, async () => {
      const { asked: seen, machines } = recorded();
      await using stage = await actingOn(manualClock(), { exclusive: true, machines });
      stage.api.put(node('a'));
      stage.api.put(node('never-was-ready', { ready: 'Unknown' }));
      stage.api.put(node('in-another-zone', { zone: 'z2' }));
      await machineActs(stage.acting)[act](name);
      stage.api.put(node('a', { ready: 'Unknown' }));
      const undoing = stage.undo.undo('restore');
      expect(await settledAfter(stage.clock.advance(1_000), undoing)).to.equal(false);
      expect(seen).to.deep.equal(asked);
      stage.api.put(node('a'));
      await undoing;
    });

  it('undo several acts in the reverse of their order', async () => {
    const { asked, machines } = recorded();
    await using stage = await actingOn(manualClock(), { exclusive: true, machines });
    for (const name of ['a', 'b']) stage.api.put(node(name));
    const { stop, cutOff, remove } = machineActs(stage.acting);
    await stop('a');
    await remove('b');
    await cutOff('z1');
    await stage.undo.undo('restore');
    expect(asked.slice(3)).to.deep.equal(['reconnect z1', 'add z1 b', 'start a']);
  });

  it('are given back even if the run was interrupted', async () => {
    const { asked, machines } = recorded();
    await using stage = await actingOn(manualClock(), { exclusive: true, machines });
    stage.api.put(node('a'));
    await machineActs(stage.acting).stop('a');
    stage.stop.abort();
    await stage.undo.undo('restore');
    expect(asked).to.deep.equal(['stop a', 'start a']);
  });

  it('names the node that did not come back', async () => {
    const { machines } = recorded();
    await using stage = await actingOn(manualClock(), { exclusive: true, machines });
    stage.api.put(node('a'));
    await machineActs(stage.acting).remove('a');
    await stage.api.delete(resources.Node, { name: 'a' });
    const undoing = stage.undo.undo('restore').catch((error: Error) => error.message);
    await stage.clock.advance(10_000);
    expect(await undoing).to.include('Node a is ready again (saw no such Node)');
  });

  it('are removed with their Nodes when they were added, by any scenario', async () => {
    const { asked, machines } = recorded();
    await using stage = await actingOn(manualClock(), { machines });
    expect(await machineActs(stage.acting).add({ zone: 'z1' })).to.equal('new');
    stage.api.put(node('new'));
    stage.api.put({ kind: 'Pod', metadata: { name: 'web', namespace: 'ours' }, spec: { nodeName: 'new' } });
    await stage.undo.undo('restore');
    expect(asked).to.deep.equal(['add z1 new', 'remove new']);
    expect(stage.api.stored(resources.Node, { name: 'new' })).to.equal(undefined);
    expect(stage.api.writes).to.include('POST /api/v1/namespaces/ours/pods/web/eviction');
  });

  it('are removed even if something does not leave them, which is reported', async () => {
    const { asked, machines } = recorded();
    await using stage = await actingOn(manualClock(), { machines, seeing: false });
    await machineActs(stage.acting).add({ zone: 'z1' });
    const stuck = { kind: 'Pod', metadata: { name: 'stuck', namespace: 'ours', uid: 'u' }, spec: { nodeName: 'new' } };
    stage.api.put(stuck);
    stage.index.see('Pod', { type: 'ADDED', object: stuck });
    const undoing = stage.undo.undo('restore').catch((error: Error) => error.message);
    await stage.clock.advance(10_000);
    expect(await undoing).to.include('Pod ours/stuck is gone (saw it is still there)');
    expect(asked).to.deep.equal(['add z1 new', 'remove new']);
  });

  it('are removed only when their volumes are detached', async () => {
    const { asked, machines } = recorded();
    await using stage = await actingOn(manualClock(), { machines });
    await machineActs(stage.acting).add({ zone: 'z1' });
    const spec = { attacher: 'disk', nodeName: 'new', source: { persistentVolumeName: 'pvc-1' } };
    stage.api.put({ kind: 'VolumeAttachment', metadata: { name: 'csi-1' }, spec });
    const undoing = stage.undo.undo('restore');
    expect(await settledAfter(stage.clock.advance(1_000), undoing)).to.equal(false);
    expect(asked).to.deep.equal(['add z1 new']);
    await stage.api.delete(resources.VolumeAttachment, { name: 'csi-1' });
    await undoing;
    expect(asked).to.deep.equal(['add z1 new', 'remove new']);
  });

  it('are left alone by a scenario that is not exclusive', async () => {
    const { asked, machines } = recorded();
    await using stage = await actingOn(manualClock(), { machines });
    const acts = machineActs(stage.acting);
    for (const act of ['stop', 'start', 'remove', 'cutOff', 'reconnect'] as const)
      expect(await acts[act]('a').catch((error: Error) => error.message)).to.include('only an exclusive scenario may');
    expect(asked).to.deep.equal([]);
  });

  it('are reported as missing where the cluster has none', async () => {
    await using stage = await actingOn(manualClock(), { exclusive: true });
    const acts = machineActs(stage.acting);
    const lacking = await Promise.all(
      [acts.stop('a'), acts.add({}), acts.cutOff('z')].map((act) => act.catch((error: Error) => error.message)),
    );
    for (const message of lacking) expect(message).to.include('the cluster lacks machines');
  });
});
