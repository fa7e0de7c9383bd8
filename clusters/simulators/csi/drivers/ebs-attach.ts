import type { CloudMachine } from '../../../simulator/cloud/machines.ts';
import type { DiskError } from '../../cloud/disks.ts';
import { GrpcError } from '../grpc-error.ts';
import type { EbsRelease } from './ebs-create-volume.ts';

/** Xen instances, pkg/cloud/volume_limits.go; all others are Nitro: 28 attachments, shared with the root disk and the first network card. */
const xen = /^(t1|t2|m1|m2|m3|m4|c1|c3|c4|r3|r4|i2|d2|g3|h1|p2|p3|x1)\./;
export const limit = ({ instanceType, attachments }: CloudMachine) =>
  attachments.ebs ?? (xen.test(instanceType) ? 39 : 26);

/** AttachDisk, and what ControllerPublishVolume makes of it. */
export function attachError(
  { trouble, message }: DiskError,
  volumeId: string,
  nodeId: string,
  release: EbsRelease,
): GrpcError {
  if (trouble === 'no such disk' || trouble === 'no such machine') {
    return new GrpcError('NotFound', `Volume "${volumeId}" not found`);
  }
  const cause = `could not attach volume "${volumeId}" to node "${nodeId}": ${message}`;
  if (trouble === 'too many' && release.limitExceeded === 'ResourceExhausted') {
    const text = `Attachment limit exceeded for volume "${volumeId}" on node "${nodeId}": ${cause}`;
    return new GrpcError('ResourceExhausted', text);
  }
  return new GrpcError('Internal', `Could not attach volume "${volumeId}" to node "${nodeId}": ${cause}`);
}

/** /dev/xvdaa, /dev/xvdab: pkg/cloud/devicemanager/allocator.go. */
export function devicePath(slot: number): string {
  const letter = (index: number) => String.fromCharCode('a'.charCodeAt(0) + index);
  return `/dev/xvd${letter(Math.floor(slot / 26))}${letter(slot % 26)}`;
}
