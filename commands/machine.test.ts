import { join } from 'node:path';
import { expect } from 'chai';
import { simulatedCloud } from '../clusters/simulator/cloud/cloud.ts';
import { machineControl } from '../clusters/simulator/cloud/machines.ts';
import { threeZones } from '../clusters/topology/testing/three-zones.ts';
import { clockAt } from '../harness/clock.ts';
import { beginningOf, fileOf, remember } from './hosted.ts';
import { serveMachines } from './machine-socket.ts';
import { home, plimsoll } from './testing/plimsoll.ts';

describe('plimsoll machine', () => {
  it('acts on the machines of a cluster that is up', async () => {
    await using cluster = await hosted();
    const stopped = await cluster.machine('stop', 'worker1');
    expect([stopped.code, stopped.stdout, stopped.stderr]).to.deep.equal([0, '', 'plimsoll: worker1 is stopped\n']);
    const added = await cluster.machine('add', '--zone', 'r-1c');
    expect([added.code, added.stdout, added.stderr]).to.deep.equal([0, 'worker3\n', 'plimsoll: worker3 is added\n']);
    expect(cluster.steps).to.deep.equal(['worker1 stopped', 'worker3 added']);
  });

  it('exits with 2 for what cannot be done', async () => {
    await using cluster = await hosted();
    for (const [words, said] of [
      [['stop', 'web'], 'plimsoll: the cloud has no machine web; it has master1, worker1, worker2\n'],
      [['stop'], 'plimsoll: expected the name of a machine after stop; there was none\n'],
      [['cut-off'], 'plimsoll: expected the name of a zone after cut-off; there was none\n'],
    ] as const) {
      const { code, stderr } = await cluster.machine(...words);
      expect([code, stderr]).to.deep.equal([2, said]);
    }
  });

  it('exits with 2 where there is no cluster, or none with machines', async () => {
    using place = home();
    const without = await plimsoll(['machine', 'stop', 'worker1'], place.path).ended;
    expect([without.code, without.stderr]).to.deep.equal([
      2,
      'plimsoll: no cluster named plimsoll is up; plimsoll up starts one\n',
    ]);
    rememberOwn(join(place.path, 'plimsoll'));
    const { code, stderr } = await plimsoll(['machine', 'stop', 'worker1'], place.path).ended;
    expect([code, stderr.split('\n')[0]]).to.deep.equal([
      2,
      'plimsoll: plimsoll has no machines that could be acted on',
    ]);
  });
}).timeout(20_000);

/** This very process, as one that hosts a cluster with three machines. */
async function hosted() {
  const undo = new AsyncDisposableStack();
  const place = undo.use(home());
  const state = join(place.path, 'plimsoll');
  const { machines } = simulatedCloud({ clock: clockAt(1), topology: threeZones() });
  const steps: string[] = [];
  machines.onChange(({ name }, what) => void steps.push(`${name} ${what}`));
  rememberOwn(state);
  undo.use(await serveMachines(machineControl(machines), fileOf(state, 'plimsoll', 'sock')));
  return {
    steps,
    machine: (...words: readonly string[]) => plimsoll(['machine', ...words], place.path).ended,
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  };
}

function rememberOwn(state: string): void {
  const own = { name: 'plimsoll', pid: process.pid, began: beginningOf(process.pid) ?? '' };
  remember(state, { ...own, kubeconfig: '/k', kubernetes: '1.37.2', log: '/l' });
}
