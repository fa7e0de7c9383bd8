import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mountTable } from '../../../simulator/machine/mounts.ts';
import { memoryVolume } from '../../../simulator/machine/volume.ts';
import { tableMounter } from '../mounter.ts';
import { withRealDirectories } from './real-directories.ts';

describe('withRealDirectories', () => {
  it('makes mount points, and removes those that it has made', async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), 'plimsoll-mounts-'));
    const at = (name: string) => join(directory.path, name);
    const mounter = withRealDirectories(tableMounter(mountTable()));
    await mounter.mount(directory.path, { id: 'v', volume: memoryVolume() });
    await mounter.bind(directory.path, at('pod'));
    expect(await readdir(directory.path)).to.deep.equal(['pod']);
    expect(mounter.isMounted(at('pod'))).to.equal(true);
    for (const path of [at('pod'), at('pod'), directory.path]) await mounter.unmount(path);
    expect(await readdir(directory.path)).to.deep.equal([]);
  });
});
