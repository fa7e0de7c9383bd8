import { hash } from 'node:crypto';
import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Clock } from '../../../harness/clock.ts';
import { expand, giveToGroup, publish, staged, stagingPath, targetPath } from './csi-calls.ts';
import type { NodeDrivers } from './csi-drivers.ts';
import { type CsiVolume, uniqueName } from './csi-volume.ts';
import type { Fetch } from './lookups.ts';
import type { Mounted, MountTable } from './mounts.ts';
import type { Pod } from './pod.ts';

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

interface AttachmentOptions {
  readonly fetch: Fetch;
  readonly node: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const firstPause = 1_000;
const longestPause = 5_000;

/**
 * Waits, without a word, until the attach-detach controller says that a volume is attached to the node; resolves with what the
 * attacher has to tell the driver's node service. The kubelet asks again and again too: pkg/kubelet/volumemanager/reconciler.
 */
export async function attached(
  volume: Pick<CsiVolume, 'driver' | 'handle'>,
  { fetch, node, clock, signal }: AttachmentOptions,
): Promise<Readonly<Record<string, string>>> {
  const name = attachmentName(volume, node);
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    const attachment = await fetch.attachment(name);
    if (attachment?.status?.attached && !attachment.metadata?.deletionTimestamp) {
      const { volumesAttached = [] } = (await fetch.node(node))?.status ?? {};
      // The controller takes it from there before it detaches.
      if (volumesAttached.some(({ name }) => name === uniqueName(volume))) {
        return attachment.status.attachmentMetadata ?? {};
      }
    }
    await clock.sleep(pause, signal);
  }
}

/** getAttachmentName in pkg/volume/csi/csi_attacher.go. */
export function attachmentName({ driver, handle }: Pick<CsiVolume, 'driver' | 'handle'>, node: string): string {
  return `csi-${hash('sha256', `${handle}${driver}${node}`)}`;
}

/** What the status of one Node says under volumesInUse: the attach-detach controller leaves those volumes attached. */
export interface VolumesInUse {
  /** Resolves when the API server has it. */
  add(volume: string): Promise<void>;
  remove(volume: string): Promise<void>;
  /** Writes what is in use now over what another kubelet of that node has left. */
  report(): Promise<void>;
}

interface InUseOptions {
  readonly api: Pick<ApiClient, 'patch'>;
  readonly node: string;
  readonly clock: Clock;
  /** Aborted when the machine is gone. */
  readonly signal: AbortSignal;
}

const retryPause = 1_000;

export function volumesInUse({ api, node, clock, signal }: InUseOptions): VolumesInUse {
  const inUse = new Set<string>();
  const inTurn = turns();
  let written = '[]';

  async function write(): Promise<void> {
    for (;;) {
      const volumes = [...inUse].sort();
      const wanted = JSON.stringify(volumes);
      if (wanted === written) return;
      try {
        const body = { status: { volumesInUse: volumes } };
        await api.patch(
          resources.Node,
          { name: node, subresource: 'status' },
          { type: 'merge', body, answer: 'metadata' },
        );
        written = wanted;
      } catch {
        // Nothing may be mounted, nor said to be free, before the API server knows; any error may pass.
        await clock.sleep(retryPause, signal);
      }
    }
  }

  return {
    async add(volume) {
      inUse.add(volume);
      await inTurn(node, write);
    },
    async remove(volume) {
      inUse.delete(volume);
      await inTurn(node, write);
    },
    async report() {
      written = '';
      await inTurn(node, write);
    },
  };
}

/** Runs what has the same key one after the other, in the order in which it was asked for. */
export function turns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const mine = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
