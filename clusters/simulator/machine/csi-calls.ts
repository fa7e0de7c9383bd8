import { hash } from 'node:crypto';
import type { CSIDriver } from '../../../harness/kubernetes.ts';
import { amountOf } from '../../../harness/quantity.ts';
import type { AccessMode, VolumeCapabilityInput } from '../csi/messages.ts';
import type { ConnectedDriver, NodeDrivers } from './csi-drivers.ts';
import type { CsiVolume, SecretRef } from './csi-volume.ts';
import type { Fetch } from './lookups.ts';
import { decoded } from './object-data.ts';
import type { AssignedPod } from './running-pod.ts';
import type { Volume } from './volume.ts';

export interface Call {
  readonly volume: CsiVolume;
  readonly pod: AssignedPod;
  /** From the attachment; empty where nothing is attached. */
  readonly publishContext: Readonly<Record<string, string>>;
  readonly driverObject: CSIDriver | undefined;
}

/** Stages a volume if its driver can: MountDevice in pkg/volume/csi/csi_attacher.go. Resolves with whether it did. */
export async function staged(
  { volume, pod, publishContext }: Call,
  drivers: NodeDrivers,
  fetch: Fetch,
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
export async function publish(
  { volume, pod, publishContext, driverObject }: Call,
  drivers: NodeDrivers,
  fetch: Fetch,
): Promise<ConnectedDriver> {
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

/** Gives a mounted volume to the pod's group, unless the driver has done it or the driver's policy forbids it. */
export function giveToGroup(
  mounted: Volume,
  { volume, pod, driverObject }: Call,
  { capabilities }: ConnectedDriver,
): void {
  const { fsGroup, fsGroupChangePolicy } = pod.spec.securityContext ?? {};
  const policy = driverObject?.spec?.fsGroupPolicy ?? 'ReadWriteOnceWithFSType';
  if (fsGroup === undefined || capabilities.has('VOLUME_MOUNT_GROUP') || policy === 'None' || volume.readOnly) return;
  // supportsFSGroup in pkg/volume/csi/csi_mounter.go.
  const isForOneNode = ['ReadWriteOnce', 'ReadWriteOncePod'].some((mode) => volume.accessModes.includes(mode));
  if (policy !== 'File' && (volume.fsType === '' || !(volume.isInline || isForOneNode))) return;
  mounted.giveToGroup(fsGroup, fsGroupChangePolicy === 'OnRootMismatch' ? 'OnRootMismatch' : 'Always');
}

/** NodeExpand in pkg/volume/csi/expander.go. */
export async function expand(volume: CsiVolume, pod: AssignedPod, size: string, drivers: NodeDrivers): Promise<void> {
  const driver = await registered(volume, drivers, 'Expander.NodeExpand failed to get CSI client');
  if (!driver.capabilities.has('EXPAND_VOLUME')) return;
  await driver.service.nodeExpandVolume({
    volumeId: volume.handle,
    volumePath: targetPath(volume, pod),
    ...(driver.capabilities.has('STAGE_UNSTAGE_VOLUME') && { stagingTargetPath: stagingPath(volume) }),
    capacityRange: { requiredBytes: amountOf(size) },
    volumeCapability: capabilityOf(volume, driver, undefined),
  });
}

async function registered({ driver }: CsiVolume, drivers: NodeDrivers, what: string): Promise<ConnectedDriver> {
  const found = await drivers.get(driver);
  if (found) return found;
  throw new Error(`kubernetes.io/csi: ${what}: driver name ${driver} not found in the list of registered CSI drivers`);
}

/** An inline volume needs a driver whose CSIDriver object lists the mode Ephemeral. */
function demandLifecycle({ driver, isInline }: CsiVolume, object: CSIDriver | undefined): void {
  const mode = isInline ? 'Ephemeral' : 'Persistent';
  const modes = object?.spec?.volumeLifecycleModes;
  if (modes?.includes(mode) || (!isInline && !object)) return;
  const why = object ? `only supports [${modes?.map((one) => `"${one}"`).join(' ')}]` : 'no CSIDriver object';
  const refusal = `volume mode "${mode}" not supported by driver ${driver} (${why})`;
  throw new Error(`kubernetes.io/csi: mounter.SetupAt failed to check volume lifecycle mode: ${refusal}`);
}

const root = '/var/lib/kubelet';

export function stagingPath({ driver, handle }: Pick<CsiVolume, 'driver' | 'handle'>): string {
  return `${root}/plugins/kubernetes.io/csi/${driver}/${hash('sha256', handle)}/globalmount`;
}

export function targetPath({ name }: Pick<CsiVolume, 'name'>, pod: AssignedPod): string {
  return `${root}/pods/${pod.metadata?.uid}/volumes/kubernetes.io~csi/${name}/mount`;
}

/** How the volume is used: with the first access mode, or RWO without one. */
function capabilityOf(
  { fsType, mountOptions, accessModes }: CsiVolume,
  { capabilities }: Pick<ConnectedDriver, 'capabilities'>,
  fsGroup: number | undefined,
): VolumeCapabilityInput {
  const modes = capabilities.has('SINGLE_NODE_MULTI_WRITER') ? { ...csiModes, ...singleNodeModes } : csiModes;
  const isDelegated = fsGroup !== undefined && capabilities.has('VOLUME_MOUNT_GROUP');
  return {
    mount: { fsType, mountFlags: mountOptions, ...(isDelegated && { volumeMountGroup: `${fsGroup}` }) },
    accessMode: { mode: modes[accessModes[0] ?? 'ReadWriteOnce'] ?? 'UNKNOWN' },
  };
}

/** asCSIAccessModeV1 in pkg/volume/csi/csi_client.go. */
const csiModes: Readonly<Record<string, AccessMode>> = {
  ReadWriteOnce: 'SINGLE_NODE_WRITER',
  ReadWriteOncePod: 'SINGLE_NODE_WRITER',
  ReadOnlyMany: 'MULTI_NODE_READER_ONLY',
  ReadWriteMany: 'MULTI_NODE_MULTI_WRITER',
};
const singleNodeModes: Readonly<Record<string, AccessMode>> = {
  ReadWriteOnce: 'SINGLE_NODE_MULTI_WRITER',
  ReadWriteOncePod: 'SINGLE_NODE_SINGLE_WRITER',
};

/** The pod's data for a driver with podInfoOnMount: podAttributes in pkg/volume/csi/csi_mounter.go. */
function podInfo({ metadata = {}, spec }: AssignedPod, { isInline }: Pick<CsiVolume, 'isInline'>) {
  return {
    'csi.storage.k8s.io/pod.name': metadata.name ?? '',
    'csi.storage.k8s.io/pod.namespace': metadata.namespace ?? '',
    'csi.storage.k8s.io/pod.uid': metadata.uid ?? '',
    'csi.storage.k8s.io/serviceAccount.name': spec.serviceAccountName ?? '',
    'csi.storage.k8s.io/ephemeral': `${isInline}`,
  };
}

/** The data of a volume's secret for a call; throws the kubelet's message when it is missing. */
async function credentials(
  call: 'NodeStage' | 'NodePublish',
  secret: SecretRef | undefined,
  fetch: Fetch,
): Promise<Readonly<Record<string, string>>> {
  if (!secret) return {};
  const { name, namespace } = secret;
  const found = await fetch.secret(namespace, name);
  if (!found) {
    throw new Error(
      `fetching ${call}SecretRef ${namespace}/${name} failed: kubernetes.io/csi: ` +
        `failed to find the secret ${name} in the namespace ${namespace} with error: secrets "${name}" not found`,
    );
  }
  return decoded(found.data);
}
