import { expect } from 'chai';
import { memoryVolume } from '../machine/volume.ts';
import { type DiskError, simulatedDisks } from './disks.ts';
import type { CloudMachine, MachineChange } from './machines.ts';

const [here, there, elsewhere] = ['zone-a', 'zone-b', 'zone-c'] as const;
const limit = 2;

/** Disks, with node1 in zone-a, node2 in zone-b and node3 in zone-c; `change` changes a machine. */
function cloud() {
  const zones = new Map([here, there, elsewhere].map((zone, index) => [`node${index + 1}`, zone]));
  const machineNamed = (name: string) => ({ name, zone: zones.get(name) }) as CloudMachine;
  let change: (name: string, what: MachineChange) => void = () => undefined;
  const machines: Parameters<typeof simulatedDisks>[0] = {
    get: (name) => (zones.has(name) ? machineNamed(name) : undefined),
    onChange(listener) {
      change = (name, what) => listener(machineNamed(name), what);
      return { [Symbol.dispose]: () => undefined };
    },
  };
  const disks = simulatedDisks(machines, (_, options) => memoryVolume(options));
  const disk = (id: string, ...zones: readonly string[]) =>
    disks.create({ id, name: `name of ${id}`, zones, sizeBytes: 10, type: 'any', multiAttach: id === 'shared' });
  return { disks, disk, change };
}

describe('disks', () => {
  it('take the lowest slot that is free, and the same one when they are attached again', () => {
    const { disks, disk } = cloud();
    for (const id of ['one', 'two', 'three']) disk(id, here);
    expect([disks.attach('one', 'node1', limit), disks.attach('two', 'node1', limit)]).to.deep.equal([0, 1]);
    expect(disks.attach('two', 'node1', limit)).to.equal(1);
    disks.detach('one', 'node1');
    disks.detach('one', 'node1');
    expect(disks.attach('three', 'node1', limit)).to.equal(0);
  });

  it('are detached from a machine that is removed, and from no other', () => {
    const { disks, disk, change } = cloud();
    disk('one', here);
    disks.attach('one', 'node1', limit);
    change('node1', 'stopped');
    change('node1', 'cut off');
    expect([...(disks.get('one')?.attachments.keys() ?? [])]).to.deep.equal(['node1']);
    change('node1', 'removed');
    expect(disks.get('one')?.attachments.size).to.equal(0);
  });

  it('of two zones are attached to machines of both', () => {
    const { disks, disk } = cloud();
    disk('regional', here, there);
    for (const machine of ['node1', 'node2']) {
      expect(disks.attach('regional', machine, limit)).to.equal(0);
      disks.detach('regional', machine);
    }
  });

  it('are attached to two machines only when they are made for it', () => {
    const { disks, disk } = cloud();
    disk('shared');
    disk('own');
    for (const id of ['shared', 'own']) disks.attach(id, 'node1', limit);
    expect(disks.attach('shared', 'node2', limit)).to.equal(0);
    expect(reason(() => disks.attach('own', 'node2', limit))).to.equal('attached: own is attached to node1');
  });

  const refused: readonly (readonly [string, (disks: ReturnType<typeof simulatedDisks>) => unknown])[] = [
    ['no such disk: the cloud has no disk none', (disks) => disks.attach('none', 'node1', limit)],
    ['no such disk: the cloud has no disk none', (disks) => disks.remove('none')],
    ['no such machine: the cloud has no machine node4', (disks) => disks.attach('far', 'node4', limit)],
    [`other zone: far is in ${there}, and node1 in ${here}`, (disks) => disks.attach('far', 'node1', limit)],
    [
      `other zone: regional is in ${here} and ${there}, and node3 in ${elsewhere}`,
      (disks) => disks.attach('regional', 'node3', limit),
    ],
    ['too many: node1 has 1 disks, and may have 1', (disks) => disks.attach('near', 'node1', 1)],
    ['smaller: far has 10 bytes, more than 9', (disks) => disks.resize('far', 9)],
    ['attached: held is attached to node1', (disks) => disks.remove('held')],
  ];
  for (const [text, act] of refused) {
    it(`refuse with ${text}`, () => {
      const { disks, disk } = cloud();
      disk('far', there);
      disk('near', here);
      disk('regional', here, there);
      disk('held', here);
      disks.attach('held', 'node1', limit);
      expect(reason(() => act(disks))).to.equal(text);
    });
  }

  it('hold the given files, and keep them when they grow', () => {
    const { disks } = cloud();
    disks.create({ id: 'copy', name: 'pvc', sizeBytes: 10, type: 'any', content: { 'a/b': 'c' } });
    expect(disks.resize('copy', 20).volume.read('a/b')).to.equal('c');
    expect(disks.retype('copy', 'faster')).to.include({ type: 'faster', sizeBytes: 20 });
    expect(disks.named('pvc')?.id).to.equal('copy');
  });
});

function reason(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return `${(error as DiskError).reason}: ${(error as DiskError).message}`;
  }
  return 'nothing';
}
