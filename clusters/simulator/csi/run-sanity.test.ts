import { once } from 'node:events';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mountTable } from '../machine/mounts.ts';
import { memoryVolume } from '../machine/volume.ts';
import { tableMounter } from './definition.ts';
import { delayedSocket, withRealDirectories } from './run-sanity.ts';

describe('delayedSocket', () => {
  it('connects both sides, and closes open connections at the end', async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), 'plimsoll-late-'));
    const at = (name: string) => join(directory.path, name);
    const echo = createServer((socket) => socket.pipe(socket));
    echo.listen(at('echo'));
    const front = await delayedSocket(at('front'), at('echo'));
    const client = connect(at('front'));
    client.write('hello');
    const [echoed] = await once(client, 'data');
    expect(String(echoed)).to.equal('hello');
    const closed = once(client, 'close');
    await front[Symbol.asyncDispose]();
    await closed;
    echo.close();
  });
});

describe('withRealDirectories', () => {
  it('makes mount points, and removes only those', async () => {
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
