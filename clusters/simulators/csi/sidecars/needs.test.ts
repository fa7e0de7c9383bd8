import { expect } from 'chai';
import {
  attachmentNeedsAttacher,
  type Claim,
  claimNeedsProvisioner,
  claimNeedsResizer,
  type Volume,
  volumeNeedsProvisioner,
} from './needs.ts';

const driver = 'ebs.csi.aws.com';
const annotated = { 'volume.kubernetes.io/storage-provisioner': driver };

const claim = (
  annotations: Record<string, string>,
  volumeName?: string,
  [wanted, present] = ['10Gi', '10Gi'],
): Claim => ({
  metadata: { name: 'data', annotations },
  spec: { resources: { requests: { storage: wanted } }, ...(volumeName && { volumeName }) },
  status: { capacity: volumeName ? { storage: present } : {} } as Record<string, object>,
});

const volume = (phase: string, more: Partial<Volume['metadata'] & object> = {}, policy = 'Delete'): Volume => ({
  metadata: { name: 'pvc-1', annotations: { 'pv.kubernetes.io/provisioned-by': driver }, ...more },
  spec: { persistentVolumeReclaimPolicy: policy, csi: { driver, volumeHandle: 'vol-1' } },
  status: { phase },
});

describe('claimNeedsProvisioner', () => {
  const cases: Record<string, [boolean, Claim]> = {
    'an unbound claim that names the driver': [true, claim(annotated)],
    'one that names it as older clusters do': [
      true,
      claim({ 'volume.beta.kubernetes.io/storage-provisioner': driver }),
    ],
    'one that waits for its first consumer': [false, claim({})],
    'one of another driver': [false, claim({ 'volume.kubernetes.io/storage-provisioner': 'efs.csi.aws.com' })],
    'a bound one': [false, claim(annotated, 'pvc-1')],
    'one that is going away': [
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
  const cases: Record<string, [boolean, Volume]> = {
    'a volume that lost its claim': [true, volume('Released')],
    'one that is to be kept without its claim': [false, volume('Released', {}, 'Retain')],
    'one that is going away': [
      true,
      volume('Bound', { deletionTimestamp: '2026-01-01T00:00:00Z' } as object, 'Retain'),
    ],
    'a bound one': [false, volume('Bound')],
    'one that somebody else made': [false, volume('Released', { annotations: {} })],
  };
  for (const [what, [needed, object]] of Object.entries(cases)) {
    it(`is ${needed} for ${what}`, () => expect(volumeNeedsProvisioner(object, driver)).to.equal(needed));
  }
});

describe('attachmentNeedsAttacher', () => {
  for (const attacher of [driver, 'disk.csi.azure.com']) {
    it(`is ${attacher === driver} for an attachment by ${attacher}`, () => {
      const attachment = { spec: { attacher, nodeName: 'worker1', source: { persistentVolumeName: 'pvc-1' } } };
      expect(attachmentNeedsAttacher(attachment, driver)).to.equal(attacher === driver);
    });
  }
});

describe('claimNeedsResizer', () => {
  const cases: Record<string, [boolean, Claim, Volume?]> = {
    'a claim that asks for more': [true, claim(annotated, 'pvc-1', ['20Gi', '10Gi'])],
    'one in other units': [true, claim(annotated, 'pvc-1', ['11e9', '10Gi'])],
    'one that has what it asks for': [false, claim(annotated, 'pvc-1')],
    'one that got more than it asked for': [false, claim(annotated, 'pvc-1', ['10Gi', '100Gi'])],
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
