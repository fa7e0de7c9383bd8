import { expect } from 'chai';
import type { KubernetesObject } from '../../../../harness/api/objects.ts';
import { type KnownKind, resources } from '../../../../harness/api/resources.ts';
import { manualClock } from '../../../../harness/testing/manual-clock.ts';
import type { Sidecar } from '../../../embedded/binaries/versions.ts';
import { memoryApi } from '../../../simulator/testing/memory-api.ts';
import { watchNeeds } from './watch-needs.ts';

const driver = 'ebs.csi.aws.com';
const all: readonly Sidecar[] = ['csi-provisioner', 'csi-attacher', 'csi-resizer'];
const annotations = { 'volume.kubernetes.io/storage-provisioner': driver };

/** Watches an empty cluster for what the given sidecars must do. */
async function watching(available: readonly Sidecar[]) {
  const clock = manualClock();
  const api = memoryApi(clock);
  const needed: Sidecar[] = [];
  const watch = watchNeeds(api, driver, available, (sidecar) => needed.push(sidecar));
  await clock.advance(0);
  return {
    needed,
    async create(kind: KnownKind, object: KubernetesObject & Readonly<Record<string, unknown>>) {
      const resource = resources[kind];
      await api.create(resource, object, resource.namespaced ? { namespace: 'default' } : {});
      await clock.advance(0);
    },
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
}

const claim = (name: string, storage: string, volumeName?: string) => ({
  metadata: { name, namespace: 'default', annotations },
  spec: { resources: { requests: { storage } }, ...(volumeName && { volumeName }) },
  status: { capacity: { storage: '10Gi' } },
});
const attachment = (name: string) => ({ metadata: { name }, spec: { attacher: driver } });

describe('watchNeeds', () => {
  it('tells of each sidecar once, when the first object needs it', async () => {
    using watched = await watching(all);
    await watched.create('PersistentVolumeClaim', claim('one', '10Gi'));
    expect(watched.needed).to.deep.equal(['csi-provisioner']);
    await watched.create('PersistentVolumeClaim', claim('two', '10Gi'));
    await watched.create('VolumeAttachment', attachment('three'));
    await watched.create('VolumeAttachment', attachment('four'));
    await watched.create('PersistentVolumeClaim', claim('five', '20Gi', 'pvc-5'));
    await watched.create('PersistentVolumeClaim', claim('six', '20Gi', 'pvc-6'));
    expect(watched.needed).to.deep.equal(['csi-provisioner', 'csi-attacher', 'csi-resizer']);
  });

  it('tells of the provisioner when a volume is to be deleted, and no claim is left', async () => {
    using watched = await watching(all);
    await watched.create('PersistentVolume', {
      metadata: { name: 'pvc-1', annotations: { 'pv.kubernetes.io/provisioned-by': driver } },
      spec: { persistentVolumeReclaimPolicy: 'Delete' },
      status: { phase: 'Released' },
    });
    expect(watched.needed).to.deep.equal(['csi-provisioner']);
  });

  it('tells of the resizer for a volume that an administrator made', async () => {
    using watched = await watching(['csi-resizer']);
    const spec = { csi: { driver, volumeHandle: 'vol-1' } };
    await watched.create('PersistentVolume', { metadata: { name: 'by-hand' }, spec });
    const { metadata, ...rest } = claim('data', '20Gi', 'by-hand');
    await watched.create('PersistentVolumeClaim', { metadata: { ...metadata, annotations: {} }, ...rest });
    expect(watched.needed).to.deep.equal(['csi-resizer']);
  });

  it('tells of none that the driver does not have', async () => {
    using watched = await watching(['csi-provisioner']);
    await watched.create('VolumeAttachment', attachment('one'));
    await watched.create('PersistentVolumeClaim', claim('two', '20Gi', 'pvc-2'));
    expect(watched.needed).to.deep.equal([]);
  });

  it('leaves the objects of other drivers to them', async () => {
    using watched = await watching(all);
    await watched.create('VolumeAttachment', { metadata: { name: 'one' }, spec: { attacher: 'disk.csi.azure.com' } });
    await watched.create('PersistentVolumeClaim', {
      ...claim('two', '10Gi'),
      metadata: { name: 'two', namespace: 'default' },
    });
    expect(watched.needed).to.deep.equal([]);
  });
});
