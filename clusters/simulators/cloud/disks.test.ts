import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { sanitySettings, twoMachines } from '../../clouds/sanity-settings.ts';
import type { DiskError, Disks } from './disks.ts';
import { simulatedCloud } from './simulated-cloud.ts';

const [here, there] = ['ap-northeast-1a', 'ap-northeast-1c'] as const;
const limit = 2;

function cloud() {
  const made = simulatedCloud({ clock: clockAt(1), topology: twoMachines(sanitySettings('ebs')) });
  const disk = (id: string, zone?: string) =>
    made.disks.create({ id, name: `name of ${id}`, zone, sizeBytes: 10, type: 'gp3', multiAttach: id === 'shared' });
  return { ...made, disk };
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

  it('are let go of by a machine that is removed, and by no other', () => {
    const { disks, disk, machines } = cloud();
    disk('one', here);
    disks.attach('one', 'node1', limit);
    machines.stop('node1');
    machines.cutOff(here);
    expect([...(disks.get('one')?.attachments.keys() ?? [])]).to.deep.equal(['node1']);
    machines.remove('node1');
    expect(disks.get('one')?.attachments.size).to.equal(0);
  });

  it('are had by two machines only when they are made for it', () => {
    const { disks, disk } = cloud();
    disk('shared');
    disk('own');
    for (const id of ['shared', 'own']) disks.attach(id, 'node1', limit);
    expect(disks.attach('shared', 'node2', limit)).to.equal(0);
    expect(trouble(() => disks.attach('own', 'node2', limit))).to.equal('attached: own is attached to node1');
  });

  const refused: readonly (readonly [string, (disks: Disks) => unknown])[] = [
    ['no such disk: the cloud has no disk none', (disks) => disks.attach('none', 'node1', limit)],
    ['no such disk: the cloud has no disk none', (disks) => disks.remove('none')],
    ['no such machine: the cloud has no machine node3', (disks) => disks.attach('far', 'node3', limit)],
    [`other zone: far is in ${there}, and node1 in ${here}`, (disks) => disks.attach('far', 'node1', limit)],
    ['too many: node1 has 1 disks, and may have 1', (disks) => disks.attach('near', 'node1', 1)],
    ['smaller: far has 10 bytes, more than 9', (disks) => disks.resize('far', 9)],
    ['attached: held is attached to node1', (disks) => disks.remove('held')],
  ];
  for (const [text, act] of refused) {
    it(`refuse with ${text}`, () => {
      const { disks, disk } = cloud();
      disk('far', there);
      disk('near', here);
      disk('held', here);
      disks.attach('held', 'node1', limit);
      expect(trouble(() => act(disks))).to.equal(text);
    });
  }

  it('hold what they are given, and keep it when they grow', () => {
    const { disks } = cloud();
    disks.create({ id: 'copy', name: 'pvc', sizeBytes: 10, type: 'gp3', content: { 'a/b': 'c' } });
    expect(disks.resize('copy', 20).volume.read('a/b')).to.equal('c');
    expect(disks.retype('copy', 'io2')).to.include({ type: 'io2', sizeBytes: 20 });
    expect(disks.named('pvc')?.id).to.equal('copy');
  });
});

function trouble(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return `${(error as DiskError).trouble}: ${(error as DiskError).message}`;
  }
  return 'nothing';
}
