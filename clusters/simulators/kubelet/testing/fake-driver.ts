import type { MountTable } from '../../cloud/volumes/mounts.ts';
import { memoryVolume, type Volume } from '../../cloud/volumes/volume.ts';
import type { NodeInfo, NodeService } from '../storage/node-service.ts';

interface FakeOptions {
  readonly mounts: MountTable;
  readonly capabilities?: readonly string[];
  readonly info?: NodeInfo;
  /** By handle; a disk as ext4 makes it where there is none. */
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

  async function seen(call: string, request: object): Promise<void> {
    calls.push([call, request]);
    const refusal = refusals.get(call);
    refusals.delete(call);
    if (refusal) throw new Error(refusal);
  }

  function disk(handle: string): Volume {
    const found = disks.get(handle) ?? memoryVolume({ root: { uid: 0, gid: 0, mode: 0o755 } });
    disks.set(handle, found);
    return found;
  }

  return {
    calls,
    refuse: (call, message) => void refusals.set(call, message),
    nodeGetInfo: async () => info ?? { nodeId: 'node-1' },
    nodeGetCapabilities: async () => ({ capabilities: capabilities.map((type) => ({ rpc: { type } })) }),
    async nodeStageVolume(request) {
      await seen('stage', request);
      mounts.mount(request.stagingTargetPath, disk(request.volumeId));
    },
    async nodeUnstageVolume(request) {
      await seen('unstage', request);
      mounts.unmount(request.stagingTargetPath);
    },
    async nodePublishVolume(request) {
      await seen('publish', request);
      const options = { readOnly: request.readonly };
      if (request.stagingTargetPath) mounts.bind(request.stagingTargetPath, request.targetPath, options);
      else mounts.mount(request.targetPath, disk(request.volumeId), options);
    },
    async nodeUnpublishVolume(request) {
      await seen('unpublish', request);
      mounts.unmount(request.targetPath);
    },
    nodeExpandVolume: (request) => seen('expand', request),
    close: () => undefined,
  };
}
