import { hash } from 'node:crypto';
import type { Volume } from '../../../harness/kubernetes.ts';
import type { Fetch } from './lookups.ts';
import type { AssignedPod } from './running-pod.ts';

export interface SecretRef {
  readonly name: string;
  readonly namespace: string;
}

/** A CSI volume of one pod, inline or behind a claim. */
export interface CsiVolume {
  /** Its name in messages and paths: the PersistentVolume's, or the inline volume's. */
  readonly name: string;
  readonly driver: string;
  readonly handle: string;
  readonly isInline: boolean;
  readonly fsType: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Empty for an inline volume. */
  readonly accessModes: readonly string[];
  readonly mountOptions: readonly string[];
  /** From the pod's volume, not from a container's mount. */
  readonly readOnly: boolean;
  readonly stageSecret?: SecretRef;
  readonly publishSecret?: SecretRef;
}

/** A volume's name in a Node's volumesInUse and volumesAttached. */
export function uniqueName({ driver, handle }: Pick<CsiVolume, 'driver' | 'handle'>): string {
  return `kubernetes.io/csi/${driver}^${handle}`;
}

export function inlineVolume({ name, csi }: Volume & Required<Pick<Volume, 'csi'>>, pod: AssignedPod): CsiVolume {
  const { driver, readOnly = false, fsType = '', volumeAttributes = {}, nodePublishSecretRef } = csi;
  const namespace = pod.metadata?.namespace ?? '';
  return {
    name,
    driver,
    handle: `csi-${hash('sha256', `${pod.metadata?.uid}${name}`)}`,
    isInline: true,
    fsType,
    attributes: volumeAttributes,
    accessModes: [],
    mountOptions: [],
    readOnly,
    ...(nodePublishSecretRef?.name && { publishSecret: { name: nodePublishSecretRef.name, namespace } }),
  };
}

/**
 * The volume behind a claim, fetched from the API server; throws with the message of the FailedMount event:
 * getPVCExtractPV in pkg/kubelet/volumemanager/populator.
 */
export async function claimedVolume(
  { name, persistentVolumeClaim }: Volume & Required<Pick<Volume, 'persistentVolumeClaim'>>,
  pod: AssignedPod,
  fetch: Fetch,
): Promise<CsiVolume> {
  const { claimName, readOnly = false } = persistentVolumeClaim;
  const namespace = pod.metadata?.namespace ?? '';
  const unprocessed = (why: string) =>
    new Error(
      'Unable to attach or mount volumes: ' +
        `unmounted volumes=[${name}], unattached volumes=[], failed to process volumes=[${name}]: ${why}`,
    );
  const inProcessing = (why: string) => unprocessed(`error processing PVC ${namespace}/${claimName}: ${why}`);
  const claim = await fetch.claim(namespace, claimName);
  if (!claim) {
    throw inProcessing(`failed to fetch PVC from API server: persistentvolumeclaims "${claimName}" not found`);
  }
  if (claim.metadata?.deletionTimestamp) throw inProcessing('PVC is being deleted');
  const volumeName = claim.spec?.volumeName ?? '';
  if (claim.status?.phase !== 'Bound' || !volumeName) throw inProcessing('PVC is not bound');
  const spec = (await fetch.volume(volumeName))?.spec;
  if (!spec) {
    throw unprocessed(`failed to fetch PV ${volumeName} from API server: persistentvolumes "${volumeName}" not found`);
  }
  if (!spec.csi)
    throw new Error(`MountVolume.SetUp failed for volume "${volumeName}" : only CSI volumes are simulated`);
  if (spec.volumeMode === 'Block') {
    throw new Error(`MapVolume.SetUpDevice failed for volume "${volumeName}" : raw block volumes are not simulated`);
  }
  const {
    driver,
    volumeHandle,
    fsType = '',
    volumeAttributes = {},
    nodeStageSecretRef,
    nodePublishSecretRef,
  } = spec.csi;
  return {
    name: volumeName,
    driver,
    handle: volumeHandle,
    isInline: false,
    fsType,
    attributes: volumeAttributes,
    accessModes: spec.accessModes ?? [],
    mountOptions: spec.mountOptions ?? [],
    readOnly,
    ...(nodeStageSecretRef?.name && { stageSecret: reference(nodeStageSecretRef) }),
    ...(nodePublishSecretRef?.name && { publishSecret: reference(nodePublishSecretRef) }),
  };
}

function reference({ name = '', namespace = 'default' }: { name?: string; namespace?: string }): SecretRef {
  return { name, namespace };
}
