import { type DiskError, digitsOf } from '../../simulator/cloud/disks.ts';
import type { CloudMachine } from '../../simulator/cloud/machines.ts';
import type { DriverContext, DriverDefinition } from '../../simulator/csi/definition.ts';
import { diskController } from '../../simulator/csi/disk-controller.ts';
import { diskNode } from '../../simulator/csi/disk-node.ts';
import { GrpcError } from '../../simulator/csi/grpc.ts';
import type { CreateVolumeRequest } from '../../simulator/csi/messages.ts';
import { required } from '../../simulator/csi/requests.ts';
import { snapshots } from '../../simulator/csi/snapshots.ts';
import {
  accepts,
  createVolume,
  type EbsRelease,
  mutableParameters,
  newerParameters,
  ownZone,
  wellKnownZone,
} from './ebs-volumes.ts';

function profile(version: string, release: EbsRelease) {
  return {
    short: 'ebs',
    component: 'ebs-csi-driver',
    name: 'ebs.csi.aws.com',
    version,
    csiDriver: {
      attachRequired: true,
      podInfoOnMount: false,
      fsGroupPolicy: 'File',
      nodeAllocatableUpdatePeriodSeconds: 10,
    },
    sidecars: {
      provisioner: {
        'feature-gates': 'Topology=true',
        'extra-create-metadata': true,
        'default-fstype': 'ext4',
        timeout: '60s',
        'retry-interval-max': '30m',
      },
      attacher: { timeout: '6m', 'retry-interval-max': '5m' },
      resizer: { timeout: '60s', 'retry-interval-max': '30m', 'handle-volume-inuse-error': false },
    },
    services: ['CONTROLLER_SERVICE', 'VOLUME_ACCESSIBILITY_CONSTRAINTS'],
    nodeId: 'instance id',
    controllerCapabilities: [
      'CREATE_DELETE_VOLUME',
      'PUBLISH_UNPUBLISH_VOLUME',
      'CREATE_DELETE_SNAPSHOT',
      'LIST_SNAPSHOTS',
      'EXPAND_VOLUME',
      'MODIFY_VOLUME',
    ],
    nodeCapabilities: ['STAGE_UNSTAGE_VOLUME', 'EXPAND_VOLUME', 'GET_VOLUME_STATS'],
    inFlight: (call, volume) =>
      call === 'createVolume'
        ? `Create volume request for ${volume} is already in progress`
        : `An operation with the given volume ${volume} is already in progress`,
    createVolume: (request: CreateVolumeRequest, context: DriverContext) => createVolume(request, context, release),
    ...diskController({
      accepts,
      limit,
      publishContext: (slot) => ({ devicePath: devicePath(slot) }),
      attachError: (error, volumeId, nodeId) => attachError(error, volumeId, nodeId, release),
    }),
    controllerModifyVolume({ volumeId, mutableParameters: wanted }, { cloud }) {
      required(volumeId, 'Volume ID not provided');
      const { type } = mutableParameters(wanted);
      if (!cloud.disks.get(volumeId)) {
        throw new GrpcError('NotFound', `Could not modify volume "${volumeId}": not found`);
      }
      if (type) cloud.disks.retype(volumeId, type);
      return {};
    },
    ...snapshots({
      texts: {
        noName: 'Snapshot name not provided',
        noSource: 'Snapshot volume source ID not provided',
        noId: 'Snapshot ID not provided',
        missing: (volume) => `Could not create snapshot: volume ${volume} not found`,
        otherSource: (name, source) => `Snapshot ${name} already exists for different volume (${source})`,
      },
      idOf: ({ name }) => `snap-0${digitsOf(name, 16)}`,
    }),
    ...diskNode(accepts, 'devicePath'),
    nodeGetInfo: (_request, { machine }) => ({
      nodeId: machine.id,
      maxVolumesPerNode: limit(machine),
      accessibleTopology: {
        segments: {
          [ownZone]: machine.zone ?? '',
          [wellKnownZone]: machine.zone ?? '',
          'kubernetes.io/os': 'linux',
        },
      },
    }),
  } satisfies DriverDefinition;
}

/** https://github.com/kubernetes-sigs/aws-ebs-csi-driver: pkg/driver, pkg/cloud, docs, deploy/kubernetes/base. */
export const ebs = profile('1.64.0', {
  affinityKey: wellKnownZone,
  otherFailure: 'Aborted',
  limitExceeded: 'ResourceExhausted',
  parameters: newerParameters,
});

/** The last before 1.33, which moved the affinity of PersistentVolumes to the well-known key. */
export const ebs132 = profile('1.32.0', {
  affinityKey: ownZone,
  otherFailure: 'Internal',
  limitExceeded: 'Internal',
  parameters: [],
});

/** Xen instances: pkg/cloud/volume_limits.go. A Nitro instance has 28 attachments, two of them taken. */
const xen = /^(t1|t2|m1|m2|m3|m4|c1|c3|c4|r3|r4|i2|d2|g3|h1|p2|p3|x1)\./;

function limit({ instanceType, attachments }: CloudMachine): number {
  return attachments.ebs ?? (xen.test(instanceType) ? 39 : 26);
}

/** AttachDisk, and what ControllerPublishVolume makes of it. */
function attachError({ reason, message }: DiskError, volumeId: string, nodeId: string, release: EbsRelease): GrpcError {
  if (reason === 'no such disk' || reason === 'no such machine') {
    return new GrpcError('NotFound', `Volume "${volumeId}" not found`);
  }
  const cause = `could not attach volume "${volumeId}" to node "${nodeId}": ${message}`;
  if (reason === 'too many' && release.limitExceeded === 'ResourceExhausted') {
    const text = `Attachment limit exceeded for volume "${volumeId}" on node "${nodeId}": ${cause}`;
    return new GrpcError('ResourceExhausted', text);
  }
  return new GrpcError('Internal', `Could not attach volume "${volumeId}" to node "${nodeId}": ${cause}`);
}

/** /dev/xvdaa, /dev/xvdab: pkg/cloud/devicemanager/allocator.go. */
function devicePath(slot: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return `/dev/xvd${letters[Math.floor(slot / 26)]}${letters[slot % 26]}`;
}
