import { bytesOf } from '../../simulators/quantity.ts';
import { capabilityOf, credentials, podInfo, stagingPath, targetPath } from './csi-requests.ts';
import type { CsiVolume } from './csi-volume.ts';
import { takesGroup } from './fs-group.ts';
import type { CsiDriver, Fetch } from './lookups.ts';
import type { ConnectedDriver, NodeDrivers } from './node-service.ts';
import type { Pod } from './pod.ts';
import type { Volume } from './volume.ts';

/** A volume and the pod for which it is mounted. */
export interface Call {
  readonly volume: CsiVolume;
  readonly pod: Pod;
  /** From the attachment; empty where nothing is attached. */
  readonly publishContext: Readonly<Record<string, string>>;
  /** The CSIDriver object; undefined when there is none. */
  readonly driverObject: CsiDriver | undefined;
}

interface Surroundings {
  readonly drivers: NodeDrivers;
  readonly fetch: Fetch;
}

/** Stages a volume, if its driver does such: MountDevice in pkg/volume/csi/csi_attacher.go. Resolves with whether it did. */
export async function staged(
  { volume, pod, publishContext }: Call,
  { drivers, fetch }: Surroundings,
): Promise<boolean> {
  const driver = await registered(volume, drivers, 'attacher.MountDevice failed to create newCsiDriverClient');
  if (!driver.capabilities.has('STAGE_UNSTAGE_VOLUME')) return false;
  await driver.service.nodeStageVolume({
    volumeId: volume.handle,
    publishContext,
    stagingTargetPath: stagingPath(volume),
    volumeCapability: capabilityOf(volume, driver, pod.spec.securityContext?.fsGroup),
    secrets: await credentials('NodeStage', volume.stageSecret, fetch),
    volumeContext: volume.attributes,
  });
  return true;
}

/** Publishes a volume for one pod: SetUpAt in pkg/volume/csi/csi_mounter.go. */
export async function publish(call: Call, { drivers, fetch }: Surroundings): Promise<ConnectedDriver> {
  const { volume, pod, publishContext, driverObject } = call;
  const driver = await registered(volume, drivers, 'mounter.SetUpAt failed to get CSI client');
  demandLifecycle(volume, driverObject);
  const isStaged = !volume.isInline && driver.capabilities.has('STAGE_UNSTAGE_VOLUME');
  await driver.service.nodePublishVolume({
    volumeId: volume.handle,
    publishContext,
    ...(isStaged && { stagingTargetPath: stagingPath(volume) }),
    targetPath: targetPath(volume, pod),
    volumeCapability: capabilityOf(volume, driver, pod.spec.securityContext?.fsGroup),
    readonly: volume.readOnly,
    secrets: await credentials('NodePublish', volume.publishSecret, fetch),
    volumeContext: { ...volume.attributes, ...(driverObject?.spec?.podInfoOnMount && podInfo(pod, volume)) },
  });
  return driver;
}

/** Gives what is mounted to the pod's group, unless the driver has done it or the driver's policy is against it. */
export function giveToGroup(
  mounted: Volume,
  { volume, pod, driverObject }: Call,
  { capabilities }: ConnectedDriver,
): void {
  const { fsGroup, fsGroupChangePolicy = 'Always' } = pod.spec.securityContext ?? {};
  const policy = driverObject?.spec?.fsGroupPolicy ?? 'ReadWriteOnceWithFSType';
  if (fsGroup === undefined || capabilities.has('VOLUME_MOUNT_GROUP') || !takesGroup(volume, policy)) return;
  mounted.giveToGroup(fsGroup, fsGroupChangePolicy);
}

/** NodeExpand in pkg/volume/csi/expander.go. */
export async function expand(
  { volume, pod, size }: Pick<Call, 'volume' | 'pod'> & { readonly size: string },
  { drivers }: Pick<Surroundings, 'drivers'>,
): Promise<void> {
  const driver = await registered(volume, drivers, 'Expander.NodeExpand failed to get CSI client');
  if (!driver.capabilities.has('EXPAND_VOLUME')) return;
  await driver.service.nodeExpandVolume({
    volumeId: volume.handle,
    volumePath: targetPath(volume, pod),
    ...(driver.capabilities.has('STAGE_UNSTAGE_VOLUME') && { stagingTargetPath: stagingPath(volume) }),
    capacityRange: { requiredBytes: bytesOf(size) },
    volumeCapability: capabilityOf(volume, driver, undefined),
  });
}

async function registered({ driver }: CsiVolume, drivers: NodeDrivers, what: string): Promise<ConnectedDriver> {
  const found = await drivers.get(driver);
  if (found) return found;
  throw new Error(`kubernetes.io/csi: ${what}: driver name ${driver} not found in the list of registered CSI drivers`);
}

/** An inline volume needs a driver that says that it knows such. */
function demandLifecycle({ driver, isInline }: CsiVolume, object: CsiDriver | undefined): void {
  const mode = isInline ? 'Ephemeral' : 'Persistent';
  const modes = object?.spec?.volumeLifecycleModes;
  if (modes?.includes(mode) || (!isInline && !object)) return;
  const why = object ? `only supports [${modes?.map((one) => `"${one}"`).join(' ')}]` : 'no CSIDriver object';
  const refusal = `volume mode "${mode}" not supported by driver ${driver} (${why})`;
  throw new Error(`kubernetes.io/csi: mounter.SetupAt failed to check volume lifecycle mode: ${refusal}`);
}
