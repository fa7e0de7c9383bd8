import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { simulatedCloud } from '../clusters/simulator/cloud/cloud.ts';
import { machineControl } from '../clusters/simulator/cloud/machines.ts';
import { threeZones } from '../clusters/topology/testing/three-zones.ts';
import { clockAt } from '../harness/clock.ts';
import { fileOf, remember, startTimeOf } from './hosted.ts';
import { actOnMachines, type MachineAct, serveMachines } from './machine.ts';
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
    for (const [words, message] of [
      [['stop', 'web'], 'plimsoll: the cloud has no machine web; it has master1, worker1, worker2\n'],
      [['stop'], 'plimsoll: expected the name of a machine after stop, found none\n'],
      [['cut-off'], 'plimsoll: expected the name of a zone after cut-off, found none\n'],
    ] as const) {
      const { code, stderr } = await cluster.machine(...words);
      expect([code, stderr]).to.deep.equal([2, message]);
    }
  });

  it('exits with 2 without a cluster, or with one that has no machines', async () => {
    using place = home();
    const without = await plimsoll(['machine', 'stop', 'worker1'], place.path).ended;
    expect([without.code, without.stderr]).to.deep.equal([
      2,
      'plimsoll: no cluster named plimsoll is up; plimsoll up starts one\n',
    ]);
    rememberOwn(join(place.path, 'plimsoll'));
    const { code, stderr } = await plimsoll(['machine', 'stop', 'worker1'], place.path).ended;
    expect([code, stderr.split('\n')[0]]).to.deep.equal([2, 'plimsoll: plimsoll has no machines']);
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
  const own = { name: 'plimsoll', pid: process.pid, began: startTimeOf(process.pid) ?? '' };
  remember(state, { ...own, kubeconfig: '/k', kubernetes: '1.37.2', log: '/l' });
}

describe('the socket of a cluster’s machines', () => {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-socket-'));
  const socket = join(directory, 's');
  after(() => rmSync(directory, { recursive: true }));

  const table: readonly (readonly [MachineAct, string])[] = [
    [{ act: 'stop', what: 'worker1' }, 'worker1 stopped'],
    [{ act: 'remove', what: 'worker1' }, 'worker1 removed'],
    [{ act: 'add', what: 'mine', zone: 'r-1b' }, 'mine added'],
    [{ act: 'add' }, 'worker3 added'],
    [{ act: 'cut-off', what: 'r-1b' }, 'worker2 cut off'],
  ];
  for (const [act, step] of table) {
    it(`takes ${Object.values(act).join(' ')}`, async () => {
      const { machines, steps } = watched();
      await using _serving = await serveMachines(machineControl(machines), socket);
      const name = await actOnMachines(socket, act);
      expect(steps).to.deep.equal([step]);
      expect(name).to.equal(act.act === 'add' ? step.split(' ')[0] : undefined);
    });
  }

  it('undoes an act', async () => {
    const { machines, steps } = watched();
    await using _serving = await serveMachines(machineControl(machines), socket);
    for (const act of ['stop', 'start'] as const) await actOnMachines(socket, { act, what: 'worker1' });
    for (const act of ['cut-off', 'reconnect'] as const) await actOnMachines(socket, { act, what: 'r-1b' });
    expect(steps).to.deep.equal(['worker1 stopped', 'worker1 started', 'worker2 cut off', 'worker2 reconnected']);
  });

  it('reports the error of the cloud', async () => {
    await using _serving = await serveMachines(machineControl(watched().machines), socket);
    const error = await actOnMachines(socket, { act: 'stop', what: 'web' }).catch((error: Error) => error);
    expect(error).to.have.property('message', 'the cloud has no machine web; it has master1, worker1, worker2');
  });

  it('replaces one that a killed process has left', async () => {
    writeFileSync(socket, '');
    await using _serving = await serveMachines(machineControl(watched().machines), socket);
    expect(await actOnMachines(socket, { act: 'add' })).to.equal('worker3');
  });

  it('is removed when it is disposed', async () => {
    await (await serveMachines(machineControl(watched().machines), socket))[Symbol.asyncDispose]();
    const error = await actOnMachines(socket, { act: 'add' }).catch((error: NodeJS.ErrnoException) => error);
    expect(error).to.have.property('code', 'ENOENT');
  });
});

function watched() {
  const { machines } = simulatedCloud({ clock: clockAt(1), topology: threeZones() });
  const steps: string[] = [];
  machines.onChange(({ name }, what) => void steps.push(`${name} ${what}`));
  return { machines, steps };
}
