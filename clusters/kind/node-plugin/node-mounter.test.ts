import { mkdirSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mountedBySmb } from '../../simulator/csi/smb-mount.ts';
import { directoryVolumes } from '../../simulator/machine/directory-volumes.ts';
import { memoryVolume } from '../../simulator/machine/volume.ts';
import type { Order } from './messages.ts';
import { nodeMounter, volumeMounts } from './node-mounter.ts';

const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mode: 0o755 };

describe('nodeMounter', () => {
  it('mounts what its machine sees of the volumes, where it sees it', async () => {
    await using on = await mounter();
    const volume = on.make({ id: 'vol-1', zone: 'a' }, { root: own });
    await on.mounter.mount('/pods/1', { id: 'vol-1', volume });
    await on.mounter.mount(
      '/pods/2',
      { id: 'vol-1', volume: on.make({ id: 'share' }, { root: own }) },
      { readOnly: true },
    );
    const [zonal, shared] = on.orders;
    expect(zonal).to.deep.include({ kind: 'mount', to: '/pods/1', readOnly: false });
    expect(zonal)
      .to.have.property('from')
      .that.matches(/^\/var\/lib\/plimsoll\/zone\/vol-1-/);
    expect(zonal).not.to.have.property('owner');
    expect(shared).to.deep.include({ to: '/pods/2', readOnly: true });
    expect(shared)
      .to.have.property('from')
      .that.matches(/^\/var\/lib\/plimsoll\/shared\/share-/);
  });

  it('gives a share to the owner in its mount options', async () => {
    await using on = await mounter();
    const volume = mountedBySmb(on.make({ id: 'share' }), { mountFlags: ['dir_mode=0770'], volumeMountGroup: '2000' });
    await on.mounter.mount('/pods/1', { id: 'share', volume });
    expect(on.orders[0]).to.have.property('owner').that.deep.equals({ uid: 0, gid: 2000, mode: 0o770 });
  });

  it('mounts nothing of another zone, and nothing that is no directory', async () => {
    await using on = await mounter();
    const away = { id: 'vol-1', volume: on.make({ id: 'vol-1', zone: 'b' }, { root: own }) };
    expect(await reason(on.mounter.mount('/pods/1', away))).to.match(/^node1 in a does not see zones\/b\/vol-1-/);
    const inMemory = { id: 'vol-2', volume: memoryVolume() };
    expect(await reason(on.mounter.mount('/pods/1', inMemory))).to.equal(
      'volume vol-2 is no directory, and cannot be mounted on node1',
    );
    expect(on.orders).to.deep.equal([]);
  });

  it('binds what is mounted, and nothing else', async () => {
    await using on = await mounter('/staged');
    await on.mounter.bind('/staged', '/pods/1', { readOnly: true });
    expect(on.orders).to.deep.equal([{ kind: 'mount', from: '/staged', to: '/pods/1', readOnly: true }]);
    expect(await reason(on.mounter.bind('/elsewhere', '/pods/2'))).to.match(/nothing is mounted there/);
  });
});

describe('volumeMounts', () => {
  it('of a machine in no zone are the shared ones alone', () => {
    expect(volumeMounts('/v', {})).to.deep.equal([
      { hostPath: '/v/shared', containerPath: '/var/lib/plimsoll/shared' },
    ]);
  });
});

async function mounter(...mounted: readonly string[]) {
  const directory = await mkdtempDisposable(join(tmpdir(), 'plimsoll-mounter-'));
  mkdirSync(join(directory.path, 'shared'));
  const orders: Order['work'][] = [];
  const plugin = {
    isMounted: (path: string) => mounted.includes(path),
    order: async (work: Order['work']) => void orders.push(work),
  };
  return {
    orders,
    make: directoryVolumes(directory.path),
    mounter: nodeMounter({ volumes: directory.path, machine: { name: 'node1', zone: 'a' }, plugin: () => plugin }),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}

function reason(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was wrong',
    (error: Error) => error.message,
  );
}
