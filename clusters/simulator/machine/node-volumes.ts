import { hash } from 'node:crypto';
import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Clock } from '../../../harness/clock.ts';
import { expand, giveToGroup, publish, staged, stagingPath, targetPath } from './csi-calls.ts';
import type { NodeDrivers } from './csi-drivers.ts';
import { type CsiVolume, uniqueName } from './csi-volume.ts';
import type { Fetch } from './lookups.ts';
import type { Mounted, MountTable } from './mounts.ts';
import type { AssignedPod } from './running-pod.ts';

interface VolumesOptions {
  readonly node: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly drivers: NodeDrivers;
  readonly inUse: VolumesInUse;
  readonly mounts: MountTable;
}

const firstPause = 1_000;
const longestPause = 5_000;

/** A volume in use by pods of this machine; it is staged once for all of them. */
interface Used {
  readonly pods: Set<string>;
  isStaged: boolean;
}

export type NodeVolumes = ReturnType<typeof nodeVolumes>;

export function nodeVolumes({ node, clock, fetch, drivers, inUse, mounts }: VolumesOptions) {
  const used = new Map<string, Used>();
  const published = new Set<string>();
  const exclusive = keyedMutex();

  /** Rejects with the message of the FailedMount event, or with the signal's reason. */
  async function mount(volume: CsiVolume, pod: AssignedPod, signal: AbortSignal): Promise<Mounted> {
    const key = uniqueName(volume);
    const uid = pod.metadata?.uid ?? '';
    const driverObject = await fetch.driver(volume.driver);
    const isAttached = !volume.isInline && driverObject?.spec?.attachRequired !== false;
    const use = await exclusive(key, async () => {
      signal.throwIfAborted();
      const found = used.get(key) ?? { pods: new Set(), isStaged: false };
      if (!volume.isInline) used.set(key, found);
      found.pods.add(uid);
      if (isAttached) await inUse.add(key);
      return found;
    });
    const publishContext = isAttached ? await attached(volume, signal) : {};
    return exclusive(key, async () => {
      signal.throwIfAborted();
      const call = { volume, pod, publishContext, driverObject };
      if (!volume.isInline) {
        const isStaged = await prefixed(`MountVolume.MountDevice failed for volume "${volume.name}"`, () =>
          use.isStaged ? Promise.resolve(true) : staged(call, drivers, fetch),
        );
        use.isStaged = isStaged;
      }
      return prefixed(`MountVolume.SetUp failed for volume "${volume.name}"`, async () => {
        const driver = await publish(call, drivers, fetch);
        const target = targetPath(volume, pod);
        published.add(target);
        const mounted = mounts.at(target);
        if (!mounted) throw new Error(`${volume.driver} has published ${volume.handle}, but nothing is at ${target}`);
        giveToGroup(mounted.volume, call, driver);
        return mounted;
      });
    });
  }

  /** Polls for the attachment, as pkg/kubelet/volumemanager/reconciler does; resolves with its metadata. */
  async function attached(volume: CsiVolume, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
    const name = attachmentName(volume, node);
    for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
      const attachment = await fetch.attachment(name);
      if (attachment?.status?.attached && !attachment.metadata?.deletionTimestamp) {
        const { volumesAttached = [] } = (await fetch.node(node))?.status ?? {};
        // The controller removes it from this list before it detaches.
        if (volumesAttached.some(({ name }) => name === uniqueName(volume))) {
          return attachment.status.attachmentMetadata ?? {};
        }
      }
      await clock.sleep(pause, signal);
    }
  }

  /** Undoes {@link mount}, also one that failed halfway. */
  async function unmount(volume: CsiVolume, pod: AssignedPod): Promise<void> {
    const key = uniqueName(volume);
    await exclusive(key, async () => {
      const target = targetPath(volume, pod);
      const driver = await drivers.get(volume.driver);
      if (published.has(target)) {
        await driver?.service.nodeUnpublishVolume({ volumeId: volume.handle, targetPath: target });
      }
      published.delete(target);
      const use = used.get(key);
      use?.pods.delete(pod.metadata?.uid ?? '');
      if (!use || use.pods.size > 0) return;
      if (use.isStaged) {
        await driver?.service.nodeUnstageVolume({ volumeId: volume.handle, stagingTargetPath: stagingPath(volume) });
      }
      used.delete(key);
      await inUse.remove(key);
    });
  }

  return {
    mount,
    unmount,
    /** Grows the file system to the disk's new size; does nothing if the driver needs no such step. */
    expand: (volume: CsiVolume, pod: AssignedPod, size: string) =>
      exclusive(uniqueName(volume), () => expand(volume, pod, size, drivers)),
    /** Writes the volumes in use over those that the Node lists since its machine was last on. */
    report: inUse.report,
  };
}

async function prefixed<T>(prefix: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${prefix} : ${(error as Error).message}`, { cause: error });
  }
}

/** getAttachmentName in pkg/volume/csi/csi_attacher.go. */
export function attachmentName({ driver, handle }: Pick<CsiVolume, 'driver' | 'handle'>, node: string): string {
  return `csi-${hash('sha256', `${handle}${driver}${node}`)}`;
}

const retryPause = 1_000;

type VolumesInUse = ReturnType<typeof volumesInUse>;

/** A Node's status.volumesInUse: the attach-detach controller leaves those volumes attached. */
export function volumesInUse(api: Pick<ApiClient, 'patch'>, node: string, clock: Clock, signal: AbortSignal) {
  const inUse = new Set<string>();
  const exclusive = keyedMutex();
  let written = '[]';

  async function write(): Promise<void> {
    for (;;) {
      const volumes = [...inUse].sort();
      const wanted = JSON.stringify(volumes);
      if (wanted === written) return;
      try {
        const body = { status: { volumesInUse: volumes } };
        const status = { name: node, subresource: 'status' };
        await api.patch(resources.Node, status, { type: 'merge', body, answer: 'metadata' });
        written = wanted;
      } catch {
        // No volume may be mounted or released before the API server knows; any error may pass.
        await clock.sleep(retryPause, signal);
      }
    }
  }

  return {
    /** Resolves when the API server has stored it. */
    async add(volume: string): Promise<void> {
      inUse.add(volume);
      await exclusive(node, write);
    },
    async remove(volume: string): Promise<void> {
      inUse.delete(volume);
      await exclusive(node, write);
    },
    /** Writes the present list over the one that an earlier kubelet of that node left. */
    async report(): Promise<void> {
      written = '';
      await exclusive(node, write);
    },
  };
}

/** Runs the calls of one key one after the other, in their order. */
function keyedMutex(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const running = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    last.set(key, running);
    try {
      return await running;
    } finally {
      if (last.get(key) === running) last.delete(key);
    }
  };
}
