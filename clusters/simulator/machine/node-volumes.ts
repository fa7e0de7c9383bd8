import type { Clock } from '../../../harness/clock.ts';
import { attached } from './attachment.ts';
import { expand, giveToGroup, publish, staged } from './csi-calls.ts';
import { stagingPath, targetPath } from './csi-requests.ts';
import { type CsiVolume, uniqueName } from './csi-volume.ts';
import { turns } from './in-turn.ts';
import type { Fetch } from './lookups.ts';
import type { Mounted, MountTable } from './mounts.ts';
import type { NodeDrivers } from './node-service.ts';
import type { Pod } from './pod.ts';
import type { VolumesInUse } from './volumes-in-use.ts';

/** The CSI volumes of one machine. */
export interface NodeVolumes {
  /** Rejects with the message of the FailedMount event, or with the reason of the signal. */
  mount(volume: CsiVolume, pod: Pod, signal: AbortSignal): Promise<Mounted>;
  /** Takes back what {@link mount} has done, as far as it came. */
  unmount(volume: CsiVolume, pod: Pod): Promise<void>;
  /** Lets the file system take all of a disk that has grown to this quantity; does nothing if the driver needs no such step. */
  expand(volume: CsiVolume, pod: Pod, size: string): Promise<void>;
  /** Tells the API server what is in use now, whatever the Node says since its machine was last on. */
  report(): Promise<void>;
}

interface VolumesOptions {
  readonly node: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly drivers: NodeDrivers;
  readonly inUse: VolumesInUse;
  readonly mounts: MountTable;
}

/** A volume that pods of this machine use; it is staged once for all of them. */
interface Used {
  readonly pods: Set<string>;
  isStaged: boolean;
}

export function nodeVolumes({ node, clock, fetch, drivers, inUse, mounts }: VolumesOptions): NodeVolumes {
  const used = new Map<string, Used>();
  const published = new Set<string>();
  const inTurn = turns();

  async function mount(volume: CsiVolume, pod: Pod, signal: AbortSignal): Promise<Mounted> {
    const key = uniqueName(volume);
    const uid = pod.metadata?.uid ?? '';
    const driverObject = await fetch.driver(volume.driver);
    const isAttached = !volume.isInline && driverObject?.spec?.attachRequired !== false;
    const use = await inTurn(key, async () => {
      signal.throwIfAborted();
      const found = used.get(key) ?? { pods: new Set(), isStaged: false };
      if (!volume.isInline) used.set(key, found);
      found.pods.add(uid);
      if (isAttached) await inUse.add(key);
      return found;
    });
    const publishContext = isAttached ? await attached(volume, { fetch, node, clock, signal }) : {};
    return inTurn(key, async () => {
      signal.throwIfAborted();
      const call = { volume, pod, publishContext, driverObject };
      if (!volume.isInline) {
        const isStaged = await named(`MountVolume.MountDevice failed for volume "${volume.name}"`, () =>
          use.isStaged ? Promise.resolve(true) : staged(call, { drivers, fetch }),
        );
        use.isStaged = isStaged;
      }
      return named(`MountVolume.SetUp failed for volume "${volume.name}"`, async () => {
        const driver = await publish(call, { drivers, fetch });
        const target = targetPath(volume, pod);
        published.add(target);
        const mounted = mounts.at(target);
        if (!mounted) throw new Error(`${volume.driver} has published ${volume.handle}, but nothing is at ${target}`);
        giveToGroup(mounted.volume, call, driver);
        return mounted;
      });
    });
  }

  async function unmount(volume: CsiVolume, pod: Pod): Promise<void> {
    const key = uniqueName(volume);
    await inTurn(key, async () => {
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
    expand: (volume, pod, size) => inTurn(uniqueName(volume), () => expand({ volume, pod, size }, { drivers })),
    report: inUse.report,
  };
}

async function named<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${what} : ${(error as Error).message}`, { cause: error });
  }
}
