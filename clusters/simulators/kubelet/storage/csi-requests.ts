import { hash } from 'node:crypto';
import type { AccessMode, VolumeCapabilityInput } from '../../../simulator/csi/messages.ts';
import type { Fetch } from '../lookups.ts';
import type { Pod } from '../pod.ts';
import type { CsiVolume, SecretRef } from './csi-volume.ts';
import type { ConnectedDriver } from './node-service.ts';

const root = '/var/lib/kubelet';

export function stagingPath({ driver, handle }: Pick<CsiVolume, 'driver' | 'handle'>): string {
  return `${root}/plugins/kubernetes.io/csi/${driver}/${hash('sha256', handle)}/globalmount`;
}

export function targetPath({ name }: Pick<CsiVolume, 'name'>, pod: Pod): string {
  return `${root}/pods/${pod.metadata?.uid}/volumes/kubernetes.io~csi/${name}/mount`;
}

/** How the volume is to be used; the kubelet asks for the first access mode, and for RWO where there is none. */
export function capabilityOf(
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

/** What a driver with podInfoOnMount is told of the pod: podAttributes in pkg/volume/csi/csi_mounter.go. */
export function podInfo({ metadata = {}, spec }: Pod, { isInline }: Pick<CsiVolume, 'isInline'>) {
  return {
    'csi.storage.k8s.io/pod.name': metadata.name ?? '',
    'csi.storage.k8s.io/pod.namespace': metadata.namespace ?? '',
    'csi.storage.k8s.io/pod.uid': metadata.uid ?? '',
    'csi.storage.k8s.io/serviceAccount.name': spec.serviceAccountName ?? '',
    'csi.storage.k8s.io/ephemeral': `${isInline}`,
  };
}

/** The data of a secret that a volume names for a call; throws in the kubelet's words when there is none. */
export async function credentials(
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
  const decoded = (data: string) => Buffer.from(data, 'base64').toString();
  return Object.fromEntries(Object.entries(found.data ?? {}).map(([key, data]) => [key, decoded(data)]));
}
