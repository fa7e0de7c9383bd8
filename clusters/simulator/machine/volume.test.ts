import { expect } from 'chai';
import { memoryVolume, type Ownership, squashed, type User, type Volume } from './volume.ts';

const root: User = { uid: 0, gid: 0, groups: [] };
const owner: User = { uid: 1000, gid: 2000, groups: [] };
const member: User = { uid: 1, gid: 2, groups: [7, 2000] };
const other: User = { uid: 3, gid: 4, groups: [] };

describe('memoryVolume', () => {
  const modes: readonly (readonly [mode: number, may: readonly User[]])[] = [
    [0o700, [root, owner]],
    [0o070, [root, member]],
    [0o007, [root, other]],
    [0o077, [root, member, other]],
    [0o770, [root, owner, member]],
    [0o500, [root]],
    [0o300, [root, owner]],
    [0o200, [root]],
    [0o000, [root]],
  ];
  for (const [mode, may] of modes) {
    it(`lets in ${may.length} of 4 to make a file in a directory of mode ${mode.toString(8)}`, () => {
      const volume = memoryVolume({ root: { uid: 1000, gid: 2000, mode } });
      const could = [root, owner, member, other].filter((as) => allowed(() => volume.write(`f${as.uid}`, 'x', as)));
      expect(could).to.deep.equal(may);
    });
  }

  it('gives new files 0644 and new directories 0755, and to their creator', () => {
    const volume = memoryVolume();
    volume.mkdir('d', owner);
    volume.write('d/f', 'x', owner);
    expect(volume.ownership('d')).to.deep.equal({ uid: 1000, gid: 2000, mode: 0o755 });
    expect(volume.ownership('d/f')).to.deep.equal({ uid: 1000, gid: 2000, mode: 0o644 });
    expect(volume.ownership()).to.deep.equal({ uid: 0, gid: 0, mode: 0o777 });
    expect(volume.ownership('none')).to.equal(undefined);
  });

  it('hands the group of a setgid directory on, and the bit to directories', () => {
    const volume = memoryVolume({ root: { uid: 0, gid: 9, mode: 0o2777 } });
    volume.mkdir('d', owner);
    volume.write('d/f', 'x', owner);
    expect(volume.ownership('d')).to.deep.equal({ uid: 1000, gid: 9, mode: 0o2755 });
    expect(volume.ownership('d/f')).to.deep.equal({ uid: 1000, gid: 9, mode: 0o644 });
  });

  const refused: readonly (readonly [message: string, act: (volume: Volume) => unknown])[] = [
    ['No such file or directory', (volume) => volume.write('none/f', 'x')],
    ['No such file or directory', (volume) => volume.mkdir('none/d')],
    ['Not a directory', (volume) => volume.write('f/f', 'x')],
    ['Is a directory', (volume) => volume.write('d', 'x')],
    ['Is a directory', (volume) => volume.write('', 'x')],
    ['File exists', (volume) => volume.mkdir('d')],
    ['File exists', (volume) => volume.mkdir('f')],
    ['File exists', (volume) => volume.mkdir('')],
    ['Permission denied', (volume) => volume.write('f', 'x', other)],
    ['Permission denied', (volume) => volume.write('d/new', 'x', other)],
    ['Permission denied', (volume) => volume.mkdir('d/new', other)],
    ['Permission denied', (volume) => volume.read('closed/f', other)],
    ['Permission denied', (volume) => volume.read('closed/none', other)],
  ];
  for (const [message, act] of refused) {
    it(`fails with ${message} in ${String(act).replace(/^.*=> /, '')}`, () => {
      const volume = memoryVolume({ content: { f: '1', 'd/f': '2' } });
      const closed = memoryVolume({ content: { 'closed/f': '3' }, root: { uid: 0, gid: 0, mode: 0o700 } });
      expect(() => act(String(act).includes('closed') ? closed : volume)).to.throw(message);
    });
  }

  it('lists files, and knows directories', () => {
    const volume = memoryVolume({ content: { 'b/c': '', a: '' } });
    expect(volume.list()).to.deep.equal(['a', 'b/c']);
    expect(['', 'a', 'b', 'b/c', 'none'].map(volume.isDirectory)).to.deep.equal([true, false, true, false, false]);
    expect(volume.read('b')).to.equal(undefined);
    expect(volume.read('none/f', other)).to.equal(undefined);
  });
});

describe('giveToGroup', () => {
  const volume = (top: Ownership) => memoryVolume({ content: { 'd/f': 'x' }, root: top });

  it('gives everything to the group, which may then write', () => {
    const given = volume({ uid: 0, gid: 0, mode: 0o755 });
    given.giveToGroup(2000, 'Always');
    const modes = ['', 'd', 'd/f'].map((path) => given.ownership(path)?.mode.toString(8));
    expect(modes).to.deep.equal(['2775', '2775', '664']);
    expect(given.ownership('d/f')).to.include({ uid: 0, gid: 2000 });
    given.mkdir('log', member);
    given.write('log/f', 'x', member);
    expect(given.ownership('log/f')?.gid).to.equal(2000);
  });

  const mismatches: readonly (readonly [Ownership, given: boolean])[] = [
    [{ uid: 0, gid: 2000, mode: 0o2775 }, false],
    [{ uid: 0, gid: 2000, mode: 0o2770 }, false],
    [{ uid: 0, gid: 2000, mode: 0o775 }, true],
    [{ uid: 0, gid: 2000, mode: 0o2755 }, true],
    [{ uid: 0, gid: 1, mode: 0o2775 }, true],
  ];
  for (const [top, isGiven] of mismatches) {
    it(`${isGiven ? 'changes' : 'leaves'} a root ${top.mode.toString(8)} of group ${top.gid} on mismatch`, () => {
      const given = volume(top);
      given.giveToGroup(2000, 'OnRootMismatch');
      expect(given.ownership('d/f')?.gid).to.equal(isGiven ? 2000 : 0);
    });
  }
});

describe('squashed', () => {
  it('does everything as one user', () => {
    const below = memoryVolume({ root: { uid: 1000, gid: 2000, mode: 0o700 } });
    const point = squashed(below, owner);
    point.mkdir('d', other);
    point.write('d/f', 'x', root);
    expect(point.read('d/f', other)).to.equal('x');
    expect(below.ownership('d/f')).to.include({ uid: 1000, gid: 2000 });
    expect(() => squashed(below, other).read('d/f', root)).to.throw('Permission denied');
  });
});

function allowed(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
