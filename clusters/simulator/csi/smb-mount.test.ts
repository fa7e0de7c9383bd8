import { expect } from 'chai';
import { memoryVolume } from '../machine/volume.ts';
import { mountedBySmb } from './smb-mount.ts';

const member = { uid: 1000, gid: 0, groups: [2000] };
const stranger = { uid: 1001, gid: 1001, groups: [] };

describe('mountedBySmb', () => {
  const share = () => memoryVolume({ content: { 'a/page': 'here' } });

  it('is open to every user without mount options', () => {
    const mounted = mountedBySmb(share(), {});
    expect(mounted.ownership()).to.deep.equal({ uid: 0, gid: 0, mode: 0o777 });
    mounted.write('a/page', 'mine', stranger);
    expect(mounted.read('a/page', stranger)).to.equal('mine');
  });

  it('belongs to the group that it is mounted for', () => {
    const mounted = mountedBySmb(share(), {
      mountFlags: ['dir_mode=0770,file_mode=0640', 'mfsymlinks'],
      volumeMountGroup: '2000',
    });
    expect(mounted.ownership()).to.deep.equal({ uid: 0, gid: 2000, mode: 0o770 });
    expect(mounted.ownership('a/page')).to.deep.equal({ uid: 0, gid: 2000, mode: 0o640 });
    expect(mounted.read('a/page', member)).to.equal('here');
    mounted.mkdir('b', member);
    expect(mounted.isDirectory('b')).to.equal(true);
    for (const denied of [
      () => mounted.write('a/page', 'mine', member),
      () => mounted.read('a/page', stranger),
      () => mounted.mkdir('c', stranger),
    ])
      expect(denied).to.throw('Permission denied');
  });

  it('belongs to the group of the options', () => {
    const mounted = mountedBySmb(share(), { mountFlags: ['uid=7', 'gid=3000'], volumeMountGroup: '2000' });
    expect(mounted.ownership()).to.deep.equal({ uid: 7, gid: 3000, mode: 0o777 });
  });

  it('cannot be given to a group', () => {
    const mounted = mountedBySmb(share(), {});
    mounted.giveToGroup(2000, 'Always');
    expect(mounted.ownership()?.gid).to.equal(0);
  });

  it('has no files that the share does not have', () => {
    expect(mountedBySmb(share(), {}).ownership('none')).to.equal(undefined);
  });
});
