import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { threeZones } from '../../topology/testing/three-zones.ts';
import { simulatedCloud } from './cloud.ts';
import { machineControl } from './machines.ts';

describe('machineControl', () => {
  it('does to the machines what it is asked to', async () => {
    const { machines } = simulatedCloud({ clock: clockAt(1), topology: threeZones() });
    const told: string[] = [];
    using _listening = machines.onChange(({ name }, what) => void told.push(`${name} ${what}`));
    const control = machineControl(machines);

    expect(await control.add({ zone: 'r-1b', name: 'new' })).to.equal('new');
    await control.stop('worker2');
    await control.start('worker2');
    await control.cutOff('r-1b');
    await control.reconnect('r-1b');
    await control.remove('new');
    expect(told).to.deep.equal([
      ...['new added', 'worker2 stopped', 'worker2 started'],
      ...['worker2 cut off', 'new cut off', 'worker2 reconnected', 'new reconnected', 'new removed'],
    ]);
  });

  it('rejects what cannot be done', async () => {
    const control = machineControl(simulatedCloud({ clock: clockAt(1), topology: threeZones() }).machines);
    const acts = [() => control.stop('x'), () => control.start('x'), () => control.remove('x')];
    const all = [...acts, () => control.cutOff('x'), () => control.reconnect('x'), () => control.add({ zone: 'x' })];
    const errors = await Promise.all(all.map((act) => act().catch(({ message }: Error) => message)));
    for (const error of errors) expect(error).to.match(/the cloud has (no (machine|zone) x|the zones)/);
  });
});
