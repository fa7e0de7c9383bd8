import type { Cloud } from '../cloud/cloud.ts';
import { derivedVolume } from './derived-volume.ts';
import { podField } from './downward.ts';
import type { Lookups } from './lookups.ts';
import { filesIn } from './object-data.ts';
import type { DownwardFile, PodVolume, Projection } from './pod.ts';
import type { RunningPod } from './running-pod.ts';
import { memoryVolume, type Volume } from './volume.ts';

/** What mounting needs to know. */
export interface Storage {
  readonly cloud: Cloud;
  readonly lookups: Lookups;
}

/**
 * A volume that is made of other objects; undefined for one that holds something of its own. Throws with the message of the
 * FailedMount event.
 */
export function derivedFrom(
  volume: PodVolume,
  running: RunningPod,
  lookups: Pick<Lookups, 'configMaps' | 'secrets'>,
): Volume | undefined {
  try {
    const files = filesOf(volume, running, lookups);
    files?.();
    return files && derivedVolume(files);
  } catch (error) {
    throw new Error(`MountVolume.SetUp failed for volume "${volume.name}" : ${(error as Error).message}`);
  }
}

/** Everybody may write to it, and the pod's group owns it. */
export function emptyDir({ pod }: RunningPod): Volume {
  const volume = memoryVolume();
  const fsGroup = pod.spec.securityContext?.fsGroup;
  if (fsGroup !== undefined) volume.giveToGroup(fsGroup, 'Always');
  return volume;
}

/** The files of volumes that are made of other objects; undefined for those that start empty. */
function filesOf(
  { configMap, secret, downwardAPI, projected }: PodVolume,
  running: RunningPod,
  lookups: Pick<Lookups, 'configMaps' | 'secrets'>,
) {
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
  lookups: Pick<Lookups, 'configMaps' | 'secrets'>,
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
