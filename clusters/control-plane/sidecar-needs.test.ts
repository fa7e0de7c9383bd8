import { expect } from 'chai';
import type { KubernetesObject } from '../../harness/api/resources.ts';
import { type KnownKind, resources } from '../../harness/api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../harness/kubernetes.ts';
import { manualClock } from '../../harness/testing/manual-clock.ts';
import { memoryApi } from '../simulator/testing/memory-api.ts';
import type { Sidecar } from './binaries/versions.ts';
import { claimNeedsProvisioner, claimNeedsResizer, volumeNeedsProvisioner, watchNeeds } from './sidecar-needs.ts';

const driver = 'ebs.csi.aws.com';
const annotated = { 'volume.kubernetes.io/storage-provisioner': driver };

const claim = (
  annotations: Record<string, string>,
  volumeName?: string,
  [wanted, present] = ['10Gi', '10Gi'],
): PersistentVolumeClaim => ({
  metadata: { name: 'data', annotations },
  spec: { resources: { requests: { storage: wanted } }, ...(volumeName && { volumeName }) },
  status: { capacity: volumeName ? { storage: present } : {} } as Record<string, object>,
});

const volume = (
  phase: string,
  more: Partial<PersistentVolume['metadata'] & object> = {},
  policy = 'Delete',
): PersistentVolume => ({
  metadata: { name: 'pvc-1', annotations: { 'pv.kubernetes.io/provisioned-by': driver }, ...more },
  spec: { persistentVolumeReclaimPolicy: policy, csi: { driver, volumeHandle: 'vol-1' } },
  status: { phase },
});

describe('claimNeedsProvisioner', () => {
  const cases: Record<string, [boolean, PersistentVolumeClaim]> = {
    'an unbound claim that names the driver': [true, claim(annotated)],
    'one with the annotation of older clusters': [
      true,
      claim({ 'volume.beta.kubernetes.io/storage-provisioner': driver }),
    ],
    'one that waits for its first consumer': [false, claim({})],
    'one of another driver': [false, claim({ 'volume.kubernetes.io/storage-provisioner': 'efs.csi.aws.com' })],
    'a bound one': [false, claim(annotated, 'pvc-1')],
    'one that is being deleted': [
      false,
      {
        ...claim(annotated),
        metadata: { annotations: annotated, deletionTimestamp: '2026-01-01T00:00:00Z' } as object,
      },
    ],
  };
  for (const [what, [needed, object]] of Object.entries(cases)) {
    it(`is ${needed} for ${what}`, () => expect(claimNeedsProvisioner(object, driver)).to.equal(needed));
  }
});

describe('volumeNeedsProvisioner', () => {
  const cases: Record<string, [boolean, PersistentVolume]> = {
    'a volume that lost its claim': [true, volume('Released')],
    'one that is kept without its claim': [false, volume('Released', {}, 'Retain')],
    'one that is being deleted': [
      true,
      volume('Bound', { deletionTimestamp: '2026-01-01T00:00:00Z' } as object, 'Retain'),
    ],
    'a bound one': [false, volume('Bound')],
    'one of another provisioner': [false, volume('Released', { annotations: {} })],
  };
  for (const [what, [needed, object]] of Object.entries(cases)) {
    it(`is ${needed} for ${what}`, () => expect(volumeNeedsProvisioner(object, driver)).to.equal(needed));
  }
});

describe('claimNeedsResizer', () => {
  const cases: Record<string, [boolean, PersistentVolumeClaim, PersistentVolume?]> = {
    'a claim that asks for more': [true, claim(annotated, 'pvc-1', ['20Gi', '10Gi'])],
    'one in other units': [true, claim(annotated, 'pvc-1', ['11e9', '10Gi'])],
    'one that has the requested size': [false, claim(annotated, 'pvc-1')],
    'one that is larger than requested': [false, claim(annotated, 'pvc-1', ['10Gi', '100Gi'])],
    'an unbound one': [false, claim(annotated)],
    'one of a volume of another driver': [false, claim({}, 'pvc-1', ['20Gi', '10Gi'])],
    'one of a volume that an administrator made for the driver': [
      true,
      claim({}, 'pvc-1', ['20Gi', '10Gi']),
      volume('Bound', { annotations: {} }),
    ],
  };
  for (const [what, [needed, object, bound]] of Object.entries(cases)) {
    it(`is ${needed} for ${what}`, () => expect(claimNeedsResizer(object, driver, bound)).to.equal(needed));
  }
});

const all: readonly Sidecar[] = ['csi-provisioner', 'csi-attacher', 'csi-resizer'];

/** Watches an empty cluster for the needs of the given sidecars. */
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

const smallClaim = (name: string, storage: string, volumeName?: string) => ({
  metadata: { name, namespace: 'default', annotations: annotated },
  spec: { resources: { requests: { storage } }, ...(volumeName && { volumeName }) },
  status: { capacity: { storage: '10Gi' } },
});
const attachment = (name: string) => ({ metadata: { name }, spec: { attacher: driver } });

describe('watchNeeds', () => {
  it('reports each sidecar once, when the first object needs it', async () => {
    using watched = await watching(all);
    await watched.create('PersistentVolumeClaim', smallClaim('one', '10Gi'));
    expect(watched.needed).to.deep.equal(['csi-provisioner']);
    await watched.create('PersistentVolumeClaim', smallClaim('two', '10Gi'));
    await watched.create('VolumeAttachment', attachment('three'));
    await watched.create('VolumeAttachment', attachment('four'));
    await watched.create('PersistentVolumeClaim', smallClaim('five', '20Gi', 'pvc-5'));
    await watched.create('PersistentVolumeClaim', smallClaim('six', '20Gi', 'pvc-6'));
    expect(watched.needed).to.deep.equal(['csi-provisioner', 'csi-attacher', 'csi-resizer']);
  });

  it('reports the provisioner for a volume to delete that has no claim any more', async () => {
    using watched = await watching(all);
    await watched.create('PersistentVolume', {
      metadata: { name: 'pvc-1', annotations: { 'pv.kubernetes.io/provisioned-by': driver } },
      spec: { persistentVolumeReclaimPolicy: 'Delete' },
      status: { phase: 'Released' },
    });
    expect(watched.needed).to.deep.equal(['csi-provisioner']);
  });

  it('reports the resizer for a volume that an administrator made', async () => {
    using watched = await watching(['csi-resizer']);
    const spec = { csi: { driver, volumeHandle: 'vol-1' } };
    await watched.create('PersistentVolume', { metadata: { name: 'by-hand' }, spec });
    const { metadata, ...rest } = smallClaim('data', '20Gi', 'by-hand');
    await watched.create('PersistentVolumeClaim', { metadata: { ...metadata, annotations: {} }, ...rest });
    expect(watched.needed).to.deep.equal(['csi-resizer']);
  });

  it('reports no sidecar that the driver does not have', async () => {
    using watched = await watching(['csi-provisioner']);
    await watched.create('VolumeAttachment', attachment('one'));
    await watched.create('PersistentVolumeClaim', smallClaim('two', '20Gi', 'pvc-2'));
    expect(watched.needed).to.deep.equal([]);
  });

  it('ignores objects of other drivers', async () => {
    using watched = await watching(all);
    await watched.create('VolumeAttachment', { metadata: { name: 'one' }, spec: { attacher: 'disk.csi.azure.com' } });
    await watched.create('PersistentVolumeClaim', {
      ...smallClaim('two', '10Gi'),
      metadata: { name: 'two', namespace: 'default' },
    });
    expect(watched.needed).to.deep.equal([]);
  });
});
