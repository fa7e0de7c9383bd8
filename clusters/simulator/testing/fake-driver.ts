import type { NodeCapability, NodeGetInfoResponse } from '../csi/messages.ts';
import type { NodeService } from '../machine/csi-drivers.ts';
import type { MountTable } from '../machine/mounts.ts';
import { memoryVolume, type Volume } from '../machine/volume.ts';

interface FakeOptions {
  readonly mounts: MountTable;
  readonly capabilities?: readonly NodeCapability[];
  readonly info?: Partial<NodeGetInfoResponse>;
  /** By handle; a new disk is formatted with ext4. */
  readonly disks?: Map<string, Volume>;
}

export interface FakeDriver extends NodeService {
  /** What it was asked for: the call and its request. */
  readonly calls: readonly (readonly [call: string, request: object])[];
  /** The next call of that name is refused with this message. */
  refuse(call: string, message: string): void;
}

/** A driver in this process, whose disks last as long as it does. */
export function fakeDriver({
  mounts,
  capabilities = ['STAGE_UNSTAGE_VOLUME'],
  info,
  disks = new Map(),
}: FakeOptions): FakeDriver {
  const calls: [string, object][] = [];
  const refusals = new Map<string, string>();

  async function seen(call: string, request: object): Promise<object> {
    calls.push([call, request]);
    const refusal = refusals.get(call);
    refusals.delete(call);
    if (refusal) throw new Error(refusal);
    return {};
  }

  function disk(handle: string): Volume {
    const found = disks.get(handle) ?? memoryVolume({ root: { uid: 0, gid: 0, mode: 0o755 } });
    disks.set(handle, found);
    return found;
  }

  return {
    calls,
    refuse: (call, message) => void refusals.set(call, message),
    nodeGetInfo: async () => ({ nodeId: 'node-1', maxVolumesPerNode: 0, accessibleTopology: null, ...info }),
    nodeGetCapabilities: async () => ({ capabilities: capabilities.map((type) => ({ rpc: { type } })) }),
    async nodeStageVolume(request) {
      const { stagingTargetPath = '', volumeId = '' } = request;
      await seen('stage', request);
      mounts.mount(stagingTargetPath, disk(volumeId));
      return {};
    },
    async nodeUnstageVolume(request) {
      await seen('unstage', request);
      mounts.unmount(request.stagingTargetPath ?? '');
      return {};
    },
    async nodePublishVolume(request) {
      const { stagingTargetPath, targetPath = '', volumeId = '', readonly = false } = request;
      await seen('publish', request);
      if (stagingTargetPath) mounts.bind(stagingTargetPath, targetPath, { readOnly: readonly });
      else mounts.mount(targetPath, disk(volumeId), { readOnly: readonly });
      return {};
    },
    async nodeUnpublishVolume(request) {
      await seen('unpublish', request);
      mounts.unmount(request.targetPath ?? '');
      return {};
    },
    async nodeExpandVolume(request) {
      await seen('expand', request);
      return { capacityBytes: request.capacityRange?.requiredBytes ?? 0 };
    },
    close: () => undefined,
  };
}
