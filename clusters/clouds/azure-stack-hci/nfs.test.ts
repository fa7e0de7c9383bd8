import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { simulatedCloud } from '../../simulator/cloud/cloud.ts';
import { type NodeContext, tableMounter } from '../../simulator/csi/definition.ts';
import type { VolumeCapability } from '../../simulator/csi/messages.ts';
import { nfs } from './nfs.ts';

const shared: VolumeCapability = {
  accessMode: { mode: 'MULTI_NODE_MULTI_WRITER' },
  mount: { fsType: 'nfs', mountFlags: [], volumeMountGroup: '' },
};
const parameters = { server: 'nfs.example', share: '/exports' };
const creation = { name: 'pvc-1', volumeCapabilities: [shared], parameters };

describe('the NFS driver', () => {
  const create = (request: object, context = contextOf()) =>
    nfs.createVolume({ ...creation, ...request } as never, context).volume;

  it('makes a directory of the class’s share, for root alone to write to', async () => {
    const context = contextOf();
    const volume = create({}, context);
    expect(volume).to.deep.equal({
      volumeId: 'nfs.example#/exports/pvc-1',
      capacityBytes: 0,
      volumeContext: { ...parameters, subdir: 'pvc-1' },
    });
    expect(create({}, context)).to.deep.equal(volume);
    await publish(context, '/one', volume.volumeContext);
    expect(context.cloud.mounts('n').at('/one')?.volume.ownership()).to.deep.equal({ uid: 0, gid: 0, mode: 0o755 });
  });

  it('shares the files of a directory, and keeps directories apart', async () => {
    const context = contextOf();
    await publish(context, '/one', { ...parameters, subdir: 'pvc-1' });
    await publish(context, '/two', { Server: 'nfs.example', Share: 'exports/', subDir: 'pvc-1' });
    await publish(context, '/inline', parameters);
    const at = (path: string) => context.cloud.mounts('n').at(path)?.volume;
    at('/one')?.write('page', 'here');
    expect([at('/two')?.read('page'), at('/inline')?.read('page')]).to.deep.equal(['here', undefined]);
  });

  it('empties a directory by deleting it', async () => {
    const context = contextOf();
    const { volumeId, volumeContext } = create({}, context);
    await publish(context, '/one', volumeContext);
    context.cloud.mounts('n').at('/one')?.volume.write('page', 'here');
    nfs.deleteVolume({ volumeId } as never, context);
    await publish(context, '/two', volumeContext);
    expect(context.cloud.mounts('n').at('/two')?.volume.list()).to.deep.equal([]);
  });

  for (const [wrong, message] of [
    [{ name: '' }, 'CreateVolume name must be provided'],
    [{ volumeCapabilities: [] }, 'volume capabilities missing in request'],
    [{ volumeCapabilities: [{ ...shared, block: {} }] }, 'block volume capability not supported'],
    [{ parameters: { share: '/' } }, 'server is a required parameter'],
    [{ parameters: { server: 's' } }, 'share is a required parameter'],
    [{ parameters: { ...parameters, colour: 'red' } }, 'invalid parameter "colour" in storage class'],
  ] as const)
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      expect(() => create(wrong)).to.throw(`rpc error: code = InvalidArgument desc = ${message}`);
    });

  it('confirms volumes that are there', () => {
    const context = contextOf();
    const { volumeId } = create({}, context);
    const validate = (id: string) =>
      nfs.validateVolumeCapabilities({ volumeId: id, volumeCapabilities: [shared] } as never, context);
    expect(validate(volumeId)).to.have.property('confirmed');
    expect(() => validate('nfs.example#/none')).to.throw('code = NotFound');
  });
});

function contextOf(): NodeContext {
  const cloud = simulatedCloud({ clock: clockAt(1) });
  return {
    cloud,
    machineOf: () => undefined,
    secret: async () => undefined,
    machine: { name: 'n' } as NodeContext['machine'],
    mounter: tableMounter(cloud.mounts('n')),
  };
}

async function publish(context: NodeContext, targetPath: string, volumeContext: object): Promise<void> {
  await nfs.nodePublishVolume(
    { volumeId: 'v', targetPath, volumeCapability: shared, volumeContext, readonly: false } as never,
    context,
  );
}
