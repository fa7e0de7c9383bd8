import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { testCloud, threeZones } from '../../topology/testing/three-zones.ts';
import type { Topology } from '../../topology/topology.ts';
import { memoryVolume } from '../machine/volume.ts';
import { simulatedCloud } from './cloud.ts';
import { type CloudMachine, machineControl } from './machines.ts';

const publicCloud = { ...testCloud, publicAddresses: true };

describe('the machines of a simulated cloud', () => {
  it("are the topology's, running and reachable, with addresses of its subnet", () => {
    const { machines } = cloud();
    expect(
      machines.list().map(({ name, internalIP, state, reachable }) => [name, internalIP, state, reachable]),
    ).to.eql([
      ['master1', '10.0.0.4', 'running', true],
      ['worker1', '10.0.0.5', 'running', true],
      ['worker2', '10.0.0.6', 'running', true],
    ]);
    expect(machines.get('worker2')).to.include({ zone: 'r-1b', region: 'r-1', instanceType: 'm5.xlarge', cpu: 4 });
    expect(machines.get('worker2')?.addresses).to.deep.equal([{ type: 'InternalIP', address: '10.0.0.6' }]);
  });

  it('have the addresses that real ones have', () => {
    const real = { addressOf: (name: string) => `172.18.0.${name.length}`, makeVolume: () => memoryVolume() };
    const topology = threeZones({ cloud: publicCloud });
    const { machines } = simulatedCloud({ clock: clockAt(1), topology, real });
    expect(machines.get('worker2')?.internalIP).to.equal('172.18.0.7');
    expect(machines.get('worker2')?.addresses.map(({ type, address }) => `${type} ${address}`)).to.deep.equal([
      'ExternalIP 198.18.0.6',
      'InternalIP 172.18.0.7',
    ]);
  });

  it('are none without a topology', () => {
    const { machines } = simulatedCloud({ clock: clockAt(1) });
    expect(machines.list()).to.deep.equal([]);
    expect(() => machines.add({})).to.throw('none can be added');
  });

  it('are the same in every run, with the identity that the cloud gives', () => {
    const [one, again] = [cloud({}).machines.get('worker1'), cloud({}).machines.get('worker1')];
    expect(one).to.include(testCloud.identify('worker1', { region: 'r-1', zone: 'r-1a' }));
    expect(again).to.deep.equal(one);
  });

  it('of some clouds have a public address before the private one', () => {
    const [machine] = cloud({ cloud: publicCloud }).machines.list();
    expect(machine?.addresses.map(({ type }) => type)).to.deep.equal(['ExternalIP', 'InternalIP']);
    expect(machine?.addresses[1]?.address).to.equal(machine?.internalIP);
  });

  it('stop, start and go, with one notification each', () => {
    const { machines, notified } = watched();
    machines.stop('worker1');
    machines.stop('worker1');
    expect(machines.get('worker1')?.state).to.equal('stopped');
    machines.start('worker1');
    machines.start('worker1');
    expect(machines.get('worker1')?.state).to.equal('running');
    machines.remove('worker1');
    expect(machines.get('worker1')).to.equal(undefined);
    expect(notified).to.deep.equal(['worker1 stopped', 'worker1 started', 'worker1 removed']);
  });

  it('of a zone are cut off together, and so is one that is added meanwhile', () => {
    const { machines, notified } = watched();
    machines.cutOff('r-1a');
    machines.cutOff('r-1a');
    expect(machines.add({ zone: 'r-1a' }).reachable).to.equal(false);
    expect(machines.get('worker2')?.reachable).to.equal(true);
    machines.reconnect('r-1a');
    expect(machines.list().every(({ reachable }) => reachable)).to.equal(true);
    expect(notified.slice(0, 3)).to.deep.equal(['master1 cut off', 'worker1 cut off', 'worker3 added']);
    expect(notified.slice(3).sort()).to.deep.equal([
      'master1 reconnected',
      'worker1 reconnected',
      'worker3 reconnected',
    ]);
  });

  const added: readonly (readonly [string, Parameters<typeof machineAdded>[0], Partial<CloudMachine>])[] = [
    [
      'like the first worker of the zone',
      { zone: 'r-1b' },
      { name: 'worker3', zone: 'r-1b', instanceType: 'm5.xlarge' },
    ],
    ['like the first worker of all', {}, { name: 'worker3', zone: 'r-1a', instanceType: 'm5.large' }],
    ['in a zone that has none', { zone: 'r-1c' }, { name: 'worker3', zone: 'r-1c', instanceType: 'm5.large' }],
    ['under a name', { name: 'mine' }, { name: 'mine', zone: 'r-1a' }],
    ['of a type that another one has', { zone: 'r-1a', instanceType: 'm5.xlarge' }, { zone: 'r-1a', cpu: 4 }],
  ];
  for (const [how, wanted, expected] of added) {
    it(`are added ${how}`, () => expect(machineAdded(wanted)).to.include({ ...expected, role: 'worker' }));
  }

  it('come back as they were when they are added again', () => {
    const { machines } = cloud();
    const before = machines.get('master1');
    machines.remove('master1');
    expect(machines.add({ name: 'master1' })).to.deep.equal(before);
  });

  const refusals: readonly (readonly [(machines: ReturnType<typeof cloud>['machines']) => void, string])[] = [
    [(machines) => machines.stop('web'), 'the cloud has no machine web; it has master1, worker1, worker2'],
    [(machines) => machines.start('web'), 'no machine web'],
    [(machines) => machines.remove('web'), 'no machine web'],
    [(machines) => machines.cutOff('r-9'), 'the cloud has no zone r-9; it has r-1a, r-1b, r-1c'],
    [(machines) => machines.reconnect('r-9'), 'no zone r-9'],
    [(machines) => machines.add({ zone: 'r-9' }), 'the cloud has the zones r-1a, r-1b, r-1c'],
    [(machines) => machines.add({ name: 'worker1' }), 'has a machine worker1 already'],
    [(machines) => machines.add({ instanceType: 'x' }), 'a machine of the topology (m5.large, m5.xlarge); there was x'],
  ];
  for (const [act, message] of refusals) {
    it(`refuses what cannot be: ${message}`, () => expect(() => act(cloud().machines)).to.throw(message));
  }

  it('notify no disposed listener', () => {
    const { machines, notified, listening } = watched();
    listening[Symbol.dispose]();
    machines.stop('worker1');
    expect(notified).to.deep.equal([]);
  });
});

function cloud(wanted: Partial<Topology> = {}) {
  return simulatedCloud({ clock: clockAt(1), topology: threeZones(wanted) });
}

function watched() {
  const { machines } = cloud();
  const notified: string[] = [];
  const listening = machines.onChange(({ name }, what) => void notified.push(`${name} ${what}`));
  return { machines, notified, listening };
}

function machineAdded(wanted: { zone?: string; name?: string; instanceType?: string }) {
  return cloud().machines.add(wanted);
}

describe('machineControl', () => {
  it('does to the machines what it is asked to', async () => {
    const { machines } = simulatedCloud({ clock: clockAt(1), topology: threeZones() });
    const notified: string[] = [];
    using _listening = machines.onChange(({ name }, what) => void notified.push(`${name} ${what}`));
    const control = machineControl(machines);

    expect(await control.add({ zone: 'r-1b', name: 'new' })).to.equal('new');
    await control.stop('worker2');
    await control.start('worker2');
    await control.cutOff('r-1b');
    await control.reconnect('r-1b');
    await control.remove('new');
    expect(notified).to.deep.equal([
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
