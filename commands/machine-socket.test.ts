import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { simulatedCloud } from '../clusters/simulator/cloud/cloud.ts';
import { machineControl } from '../clusters/simulator/cloud/machines.ts';
import { threeZones } from '../clusters/topology/testing/three-zones.ts';
import { clockAt } from '../harness/clock.ts';
import { actOnMachines, type MachineAct, serveMachines } from './machine-socket.ts';

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
  for (const [act, told] of table) {
    it(`takes ${Object.values(act).join(' ')}`, async () => {
      const { machines, steps } = watched();
      await using _serving = await serveMachines(machineControl(machines), socket);
      const name = await actOnMachines(socket, act);
      expect(steps).to.deep.equal([told]);
      expect(name).to.equal(act.act === 'add' ? told.split(' ')[0] : undefined);
    });
  }

  it('takes back what was done', async () => {
    const { machines, steps } = watched();
    await using _serving = await serveMachines(machineControl(machines), socket);
    for (const act of ['stop', 'start'] as const) await actOnMachines(socket, { act, what: 'worker1' });
    for (const act of ['cut-off', 'reconnect'] as const) await actOnMachines(socket, { act, what: 'r-1b' });
    expect(steps).to.deep.equal(['worker1 stopped', 'worker1 started', 'worker2 cut off', 'worker2 reconnected']);
  });

  it('tells what the cloud says of what cannot be', async () => {
    await using _serving = await serveMachines(machineControl(watched().machines), socket);
    const error = await actOnMachines(socket, { act: 'stop', what: 'web' }).catch((error: Error) => error);
    expect(error).to.have.property('message', 'the cloud has no machine web; it has master1, worker1, worker2');
  });

  it('takes the place of one that a killed process has left', async () => {
    writeFileSync(socket, '');
    await using _serving = await serveMachines(machineControl(watched().machines), socket);
    expect(await actOnMachines(socket, { act: 'add' })).to.equal('worker3');
  });

  it('is gone when nobody serves any more', async () => {
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
