import type { Cloud } from '../cloud/cloud.ts';
import { type CsiVolume, claimedVolume, inlineVolume } from './csi-volume.ts';
import type { Mount } from './filesystem.ts';
import type { Fetch, Lookups } from './lookups.ts';
import type { Mounted } from './mounts.ts';
import type { Host } from './node-runtime.ts';
import { filesIn, podField } from './object-data.ts';
import type { Container, DownwardFile, Pod, PodVolume, Projection } from './pod.ts';
import type { RunningPod } from './running-pod.ts';
import { memoryVolume, type Volume } from './volume.ts';

/** The volumes of one pod, from when it comes to its node until it has left it. Plain data, as there are many pods. */
export interface PodVolumes {
  readonly running: RunningPod;
  readonly host: Host;
  /** By name, those that hold something of their own; made when the first is mounted. */
  mounted?: Map<string, Mounted>;
  /** What has to be taken back, if only because its mounting has begun. */
  begun?: CsiVolume[];
}

/** Failed mounts are tried again after: pkg/util/goroutinemap/exponentialbackoff. */
const firstRetry = 500;
const longestRetry = 122_000;

/** Resolves when all are mounted; what fails is told in events and tried again, until the signal is aborted. */
export async function mountAll(volumes: PodVolumes, signal: AbortSignal): Promise<void> {
  const wanted = volumes.running.pod.spec.volumes ?? [];
  await Promise.all(wanted.map((volume) => untilMounted(volume, volumes, signal)));
}

/** Where a container sees them. */
export function mountsOf({ volumeMounts = [] }: Container, { running, host, mounted }: PodVolumes): Mount[] {
  return volumeMounts.flatMap(({ name, mountPath, readOnly, subPath }) => {
    const source = running.pod.spec.volumes?.find((volume) => volume.name === name);
    const derived = source && derivedFrom(source, running, host.lookups);
    const found = mounted?.get(name) ?? (derived && { volume: derived, readOnly: false });
    if (!found) return [];
    const isReadOnly = readOnly || found.readOnly;
    return { mountPath, volume: found.volume, ...(isReadOnly && { readOnly: true }), ...(subPath && { subPath }) };
  });
}

/** Takes everything back; what fails is tried again. */
export async function unmountAll({ running, host, begun }: PodVolumes): Promise<void> {
  if (begun) await Promise.all(begun.map((csi) => untilUnmounted(csi, running.pod, host)));
}

async function untilMounted(volume: PodVolume, volumes: PodVolumes, signal: AbortSignal): Promise<void> {
  const { running, host } = volumes;
  for (let pause = firstRetry; ; pause = Math.min(pause * 2, longestRetry)) {
    try {
      return await mountOne(volume, volumes, signal);
    } catch (error) {
      signal.throwIfAborted();
      host.events.record(running.pod, { type: 'Warning', reason: 'FailedMount', message: (error as Error).message });
      await host.clock.sleep(pause, signal);
    }
  }
}

async function mountOne(volume: PodVolume, volumes: PodVolumes, signal: AbortSignal): Promise<void> {
  const { running, host } = volumes;
  const csi = await csiVolume(volume, running.pod, host.lookups.fetch);
  // What is derived from other objects is made when a container looks at it.
  if (!csi && derivedFrom(volume, running, host.lookups)) return;
  volumes.mounted ??= new Map();
  if (!csi) {
    volumes.mounted.set(volume.name, { volume: emptyDir(running), readOnly: false });
    return;
  }
  volumes.begun ??= [];
  if (!volumes.begun.some(({ name, driver }) => name === csi.name && driver === csi.driver)) volumes.begun.push(csi);
  volumes.mounted.set(volume.name, await host.volumes.mount(csi, running.pod, signal));
}

async function untilUnmounted(csi: CsiVolume, pod: Pod, host: Host): Promise<void> {
  for (let pause = firstRetry; !host.isDown(); pause = Math.min(pause * 2, longestRetry)) {
    try {
      return await host.volumes.unmount(csi, pod);
    } catch {
      // The kubelet says nothing about it either, but in its own log.
      await host.clock.sleep(pause, host.stopped).catch(() => undefined);
    }
  }
}

async function csiVolume(volume: PodVolume, pod: Pod, fetch: Fetch): Promise<CsiVolume | undefined> {
  const { csi, ephemeral } = volume;
  // k8s.io/component-helpers/storage/ephemeral: VolumeClaimName
  const ownClaim = ephemeral && { claimName: `${pod.metadata?.name}-${volume.name}` };
  const persistentVolumeClaim = volume.persistentVolumeClaim ?? ownClaim;
  if (csi) return inlineVolume({ ...volume, csi }, pod);
  return persistentVolumeClaim && claimedVolume({ ...volume, persistentVolumeClaim }, pod, fetch);
}

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

export type Files = () => Readonly<Record<string, string>>;

/**
 * A volume that is made of other objects: it reads through to them, so that changes show and nothing is kept twice.
 * Everybody may read it and nobody write, which is how the kubelet mounts it.
 */
export function derivedVolume(files: Files): Volume {
  const now: Files = () => {
    try {
      return files();
    } catch {
      // What was mounted once stays mounted when its object is deleted; here it is empty then.
      return {};
    }
  };
  const isDirectory = (path: string) => path === '' || Object.keys(now()).some((file) => file.startsWith(`${path}/`));
  const refuse = () => {
    throw new Error('Read-only file system');
  };
  return {
    read: (path) => now()[path],
    write: refuse,
    mkdir: refuse,
    list: () => Object.keys(now()).sort(),
    isDirectory,
    ownership(path = '') {
      if (isDirectory(path)) return { uid: 0, gid: 0, mode: 0o755 };
      return path in now() ? { uid: 0, gid: 0, mode: 0o644 } : undefined;
    },
    giveToGroup: () => undefined,
  };
}
