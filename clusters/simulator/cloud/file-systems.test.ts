import { expect } from 'chai';
import { type MakeVolume, memoryVolume } from '../machine/volume.ts';
import { simulatedFileSystems } from './file-systems.ts';

const memoryVolumes: MakeVolume = (_, options) => memoryVolume(options);

const wanted = { fileSystem: 'fs-1', token: 'pvc', sizeBytes: 1, mode: 0o750 };
const user = (id: number) => ({ uid: id, gid: id, groups: [] });

describe('file systems', () => {
  it('turn every user into that of the access point', () => {
    const systems = simulatedFileSystems(memoryVolumes, [{ id: 'fs-1' }]);
    const { volume } = systems.createAccessPoint({ ...wanted, id: 'fsap-1', path: '/a', user: user(5) });
    volume.write('page', 'text', user(7));
    expect(volume.ownership()).to.deep.equal({ uid: 5, gid: 5, mode: 0o750 });
    expect(volume.ownership('page')).to.include({ uid: 5, gid: 5 });
  });

  it('keep the directory of a removed access point for the next one with its path', () => {
    const systems = simulatedFileSystems(memoryVolumes, [{ id: 'fs-1' }]);
    systems.createAccessPoint({ ...wanted, id: 'fsap-1', path: '/a', user: user(5) }).volume.write('page', 'text');
    systems.removeAccessPoint('fsap-1');
    expect(systems.accessPoint('fsap-1')).to.equal(undefined);
    const again = systems.createAccessPoint({ ...wanted, id: 'fsap-2', path: '/a', user: user(5) });
    const other = systems.createAccessPoint({ ...wanted, id: 'fsap-3', path: '/b', user: user(5) });
    expect([again.volume.read('page'), other.volume.read('page')]).to.deep.equal(['text', undefined]);
    expect(systems.accessPoints().map(({ id }) => id)).to.deep.equal(['fsap-2', 'fsap-3']);
  });

  it('have a root that is root’s, if they exist', () => {
    const systems = simulatedFileSystems(memoryVolumes, [{ id: 'fs-1', zone: 'a' }]);
    expect(systems.get('fs-1')?.zone).to.equal('a');
    expect(systems.root('fs-1')?.ownership()).to.deep.equal({ uid: 0, gid: 0, mode: 0o755 });
    expect(systems.root('fs-2')).to.equal(undefined);
  });
});
