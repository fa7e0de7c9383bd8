import type { Clock } from '../../../../harness/clock.ts';
import type { Mounted, MountTable } from '../../cloud/volumes/mounts.ts';
import type { CsiDriver, Fetch } from '../lookups.ts';
import type { Pod } from '../pod.ts';
import { attached } from './attachment.ts';
import { capabilityOf, credentials, podInfo, stagingPath, targetPath } from './csi-requests.ts';
import { type CsiVolume, uniqueName } from './csi-volume.ts';
import { takesGroup } from './fs-group.ts';
import { turns } from './in-turn.ts';
import type { ConnectedDriver, NodeDrivers } from './node-service.ts';
import type { VolumesInUse } from './volumes-in-use.ts';

/** The CSI volumes of one machine. */
export interface NodeVolumes {
  /** Rejects with the message of the FailedMount event, or with the reason of the signal. */
  mount(volume: CsiVolume, pod: Pod, signal: AbortSignal): Promise<Mounted>;
  /** Takes back what {@link mount} has done, as far as it came. */
  unmount(volume: CsiVolume, pod: Pod): Promise<void>;
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
  staged: boolean;
}

export function nodeVolumes({ node, clock, fetch, drivers, inUse, mounts }: VolumesOptions): NodeVolumes {
  const used = new Map<string, Used>();
  const published = new Set<string>();
  const inTurn = turns();

  async function mount(volume: CsiVolume, pod: Pod, signal: AbortSignal): Promise<Mounted> {
    const key = uniqueName(volume);
    const uid = pod.metadata?.uid ?? '';
    const driverObject = await fetch.driver(volume.driver);
    const use = used.get(key) ?? { pods: new Set(), staged: false };
    if (!volume.isInline) used.set(key, use);
    use.pods.add(uid);
    const isAttached = !volume.isInline && driverObject?.spec?.attachRequired !== false;
    if (isAttached) await inUse.add(key);
    const publishContext = isAttached ? await attached(volume, { fetch, node, clock, signal }) : {};
    return inTurn(key, async () => {
      signal.throwIfAborted();
      if (!volume.isInline) {
        await named(`MountVolume.MountDevice failed for volume "${volume.name}"`, () =>
          stage(volume, { use, pod, publishContext }),
        );
      }
      return named(`MountVolume.SetUp failed for volume "${volume.name}"`, () =>
        publish(volume, { pod, publishContext, driverObject }),
      );
    });
  }

  interface Context {
    readonly pod: Pod;
    readonly publishContext: Readonly<Record<string, string>>;
  }

  /** MountDevice in pkg/volume/csi/csi_attacher.go. */
  async function stage(
    volume: CsiVolume,
    { use, pod, publishContext }: Context & { readonly use: Used },
  ): Promise<void> {
    const driver = await registered(volume, 'attacher.MountDevice failed to create newCsiDriverClient');
    if (use.staged || !driver.capabilities.has('STAGE_UNSTAGE_VOLUME')) return;
    await driver.service.nodeStageVolume({
      volumeId: volume.handle,
      publishContext,
      stagingTargetPath: stagingPath(volume),
      volumeCapability: capabilityOf(volume, driver, pod.spec.securityContext?.fsGroup),
      secrets: await credentials('NodeStage', volume.stageSecret, fetch),
      volumeContext: volume.attributes,
    });
    use.staged = true;
  }

  /** SetUpAt in pkg/volume/csi/csi_mounter.go. */
  async function publish(
    volume: CsiVolume,
    { pod, publishContext, driverObject }: Context & { readonly driverObject: CsiDriver | undefined },
  ): Promise<Mounted> {
    const driver = await registered(volume, 'mounter.SetUpAt failed to get CSI client');
    demandLifecycle(volume, driverObject);
    const { fsGroup, fsGroupChangePolicy = 'Always' } = pod.spec.securityContext ?? {};
    const target = targetPath(volume, pod);
    const isStaged = !volume.isInline && driver.capabilities.has('STAGE_UNSTAGE_VOLUME');
    await driver.service.nodePublishVolume({
      volumeId: volume.handle,
      publishContext,
      ...(isStaged && { stagingTargetPath: stagingPath(volume) }),
      targetPath: target,
      volumeCapability: capabilityOf(volume, driver, fsGroup),
      readonly: volume.readOnly,
      secrets: await credentials('NodePublish', volume.publishSecret, fetch),
      volumeContext: { ...volume.attributes, ...(driverObject?.spec?.podInfoOnMount && podInfo(pod, volume)) },
    });
    published.add(target);
    const mounted = mounts.at(target);
    if (!mounted)
      throw new Error(`${volume.driver} has published ${volume.handle}, but nothing is mounted at ${target}`);
    const policy = driverObject?.spec?.fsGroupPolicy ?? 'ReadWriteOnceWithFSType';
    const isDelegated = driver.capabilities.has('VOLUME_MOUNT_GROUP');
    if (fsGroup !== undefined && !isDelegated && takesGroup(volume, policy)) {
      mounted.volume.giveToGroup(fsGroup, fsGroupChangePolicy);
    }
    return mounted;
  }

  async function registered({ driver }: CsiVolume, what: string): Promise<ConnectedDriver> {
    const found = await drivers.get(driver);
    if (found) return found;
    throw new Error(
      `kubernetes.io/csi: ${what}: driver name ${driver} not found in the list of registered CSI drivers`,
    );
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
      if (use.staged) {
        await driver?.service.nodeUnstageVolume({ volumeId: volume.handle, stagingTargetPath: stagingPath(volume) });
      }
      used.delete(key);
      await inUse.remove(key);
    });
  }

  return { mount, unmount, report: inUse.report };
}

/** An inline volume needs a driver that says that it knows such. */
function demandLifecycle({ driver, isInline }: CsiVolume, object: CsiDriver | undefined): void {
  const mode = isInline ? 'Ephemeral' : 'Persistent';
  const modes = object?.spec?.volumeLifecycleModes;
  if (!isInline && !object) return;
  if (modes?.includes(mode)) return;
  const why = object ? `only supports [${modes?.map((one) => `"${one}"`).join(' ')}]` : 'no CSIDriver object';
  const refusal = `volume mode "${mode}" not supported by driver ${driver} (${why})`;
  throw new Error(`kubernetes.io/csi: mounter.SetupAt failed to check volume lifecycle mode: ${refusal}`);
}

async function named<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${what} : ${(error as Error).message}`, { cause: error });
  }
}
