import type { Cloud } from '../cloud/cloud.ts';
import type { Mount } from '../cloud/containers/filesystem.ts';
import { memoryVolume, type Volume } from '../cloud/file-shares.ts';
import { azureShare } from './azure-share.ts';
import { boundVolume } from './bound-volume.ts';
import { derivedVolume } from './derived-volume.ts';
import { podField } from './downward.ts';
import type { Lookups } from './lookups.ts';
import { filesIn } from './object-data.ts';
import type { Container, DownwardFile, PodVolume, Projection } from './pod.ts';
import type { RunningPod } from './running-pod.ts';

/** What mounting needs to know. */
export interface Storage {
  readonly cloud: Cloud;
  readonly lookups: Lookups;
}

/** Volumes of one pod, by their names in its spec. */
export type PodVolumes = ReadonlyMap<string, Volume>;

/** Mounts a pod's volumes, all or none; throws with the message of the FailedMount event. */
export function mountVolumes(running: RunningPod, storage: Storage): PodVolumes {
  const { volumes = [] } = running.pod.spec;
  return new Map(volumes.map((volume) => [volume.name, mounted(volume, running, storage)]));
}

/** Where a container sees the volumes of its pod. */
export function mountsOf({ volumeMounts = [] }: Container, volumes: PodVolumes): Mount[] {
  return volumeMounts.flatMap(({ name, mountPath, readOnly, subPath }) => {
    const volume = volumes.get(name);
    return volume ? [{ mountPath, volume, ...(readOnly && { readOnly }), ...(subPath && { subPath }) }] : [];
  });
}

function mounted(volume: PodVolume, running: RunningPod, storage: Storage): Volume {
  if (volume.persistentVolumeClaim) {
    return boundVolume({ ...volume, claimName: volume.persistentVolumeClaim.claimName }, running, storage);
  }
  try {
    if (volume.csi) return azureShare(volume, running, storage);
    const files = filesOf(volume, running, storage.lookups);
    if (!files) return memoryVolume();
    files();
    return derivedVolume(files);
  } catch (error) {
    throw new Error(`MountVolume.SetUp failed for volume "${volume.name}" : ${(error as Error).message}`);
  }
}

/** The files of volumes that are made of other objects; undefined for those that start empty. */
function filesOf({ configMap, secret, downwardAPI, projected }: PodVolume, running: RunningPod, lookups: Lookups) {
  const namespace = running.pod.metadata?.namespace ?? '';
  if (configMap) {
    return () => filesIn(lookups, { kind: 'configmap', namespace, ref: configMap, items: configMap.items });
  }
  if (secret) {
    const { secretName = '', optional = false, items } = secret;
    return () => filesIn(lookups, { kind: 'secret', namespace, ref: { name: secretName, optional }, items });
  }
  if (downwardAPI) return () => fieldsIn(running, downwardAPI.items);
  if (projected) {
    return () => Object.assign({}, ...(projected.sources ?? []).map((source) => projection(source, running, lookups)));
  }
  return undefined;
}

function projection(
  { configMap, secret, downwardAPI, serviceAccountToken }: Projection,
  running: RunningPod,
  lookups: Lookups,
) {
  const namespace = running.pod.metadata?.namespace ?? '';
  if (configMap) return filesIn(lookups, { kind: 'configmap', namespace, ref: configMap, items: configMap.items });
  if (secret) return filesIn(lookups, { kind: 'secret', namespace, ref: secret, items: secret.items });
  if (downwardAPI) return fieldsIn(running, downwardAPI.items);
  // The file is there but empty: no simulated container calls the API server.
  return serviceAccountToken ? { [serviceAccountToken.path]: '' } : {};
}

function fieldsIn(running: RunningPod, items: readonly DownwardFile[] = []): Record<string, string> {
  return Object.fromEntries(
    items.map(({ path, fieldRef }) => [path, fieldRef ? podField(running, fieldRef.fieldPath) : '']),
  );
}
