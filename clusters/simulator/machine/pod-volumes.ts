import type { Container, Volume as PodVolume } from '../../../harness/kubernetes.ts';
import { type CsiVolume, claimedVolume, inlineVolume } from './csi-volume.ts';
import type { Mount } from './filesystem.ts';
import type { Fetch, Lookups } from './lookups.ts';
import type { Mounted } from './mounts.ts';
import type { NodeRuntime } from './node-runtime.ts';
import { filesIn, podField } from './object-data.ts';
import type { AssignedPod, RunningPod } from './running-pod.ts';
import { memoryVolume, type Volume } from './volume.ts';

/** The volumes of one pod while it is on its node. Plain data, as there are many pods. */
export interface PodVolumes {
  readonly running: RunningPod;
  readonly runtime: NodeRuntime;
  /** By name, those with their own content; created with the first one. */
  mounted?: Map<string, Mounted>;
  /** Volumes to unmount, also those whose mounting is not finished. */
  begun?: CsiVolume[];
}

/** Pauses between tries: pkg/util/goroutinemap/exponentialbackoff. */
const firstRetry = 500;
const longestRetry = 122_000;

/** Resolves when all are mounted; records failures as events and tries again, until the signal is aborted. */
export async function mountAll(volumes: PodVolumes, signal: AbortSignal): Promise<void> {
  const wanted = volumes.running.pod.spec.volumes ?? [];
  await Promise.all(wanted.map((volume) => untilMounted(volume, volumes, signal)));
}

export function mountsOf({ volumeMounts = [] }: Container, { running, runtime, mounted }: PodVolumes): Mount[] {
  return volumeMounts.flatMap(({ name, mountPath, readOnly, subPath }) => {
    const source = running.pod.spec.volumes?.find((volume) => volume.name === name);
    const derived = source && derivedVolume(source, running, runtime.lookups);
    const found = mounted?.get(name) ?? (derived && { volume: derived, readOnly: false });
    if (!found) return [];
    const isReadOnly = readOnly || found.readOnly;
    return { mountPath, volume: found.volume, ...(isReadOnly && { readOnly: true }), ...(subPath && { subPath }) };
  });
}

export async function unmountAll({ running, runtime, begun }: PodVolumes): Promise<void> {
  if (begun) await Promise.all(begun.map((csi) => untilUnmounted(csi, running.pod, runtime)));
}

async function untilMounted(volume: PodVolume, volumes: PodVolumes, signal: AbortSignal): Promise<void> {
  const { running, runtime } = volumes;
  for (let pause = firstRetry; ; pause = Math.min(pause * 2, longestRetry)) {
    try {
      return await mountOne(volume, volumes, signal);
    } catch (error) {
      signal.throwIfAborted();
      runtime.events.record(running.pod, { type: 'Warning', reason: 'FailedMount', message: (error as Error).message });
      await runtime.clock.sleep(pause, signal);
    }
  }
}

async function mountOne(volume: PodVolume, volumes: PodVolumes, signal: AbortSignal): Promise<void> {
  const { running, runtime } = volumes;
  const csi = await csiVolume(volume, running.pod, runtime.lookups.fetch);
  // A derived volume is created when a container looks at it.
  if (!csi && derivedVolume(volume, running, runtime.lookups)) return;
  volumes.mounted ??= new Map();
  if (!csi) {
    volumes.mounted.set(volume.name, { volume: emptyDir(running), readOnly: false });
    return;
  }
  volumes.begun ??= [];
  if (!volumes.begun.some(({ name, driver }) => name === csi.name && driver === csi.driver)) volumes.begun.push(csi);
  volumes.mounted.set(volume.name, await runtime.volumes.mount(csi, running.pod, signal));
}

async function untilUnmounted(csi: CsiVolume, pod: AssignedPod, { volumes, clock, stopped }: NodeRuntime) {
  for (let pause = firstRetry; !stopped.aborted; pause = Math.min(pause * 2, longestRetry)) {
    try {
      return await volumes.unmount(csi, pod);
    } catch {
      // The kubelet only logs it.
      await clock.sleep(pause, stopped).catch(() => undefined);
    }
  }
}

async function csiVolume(volume: PodVolume, pod: AssignedPod, fetch: Fetch): Promise<CsiVolume | undefined> {
  const { csi, ephemeral } = volume;
  // k8s.io/component-helpers/storage/ephemeral: VolumeClaimName
  const ownClaim = ephemeral && { claimName: `${pod.metadata?.name}-${volume.name}` };
  const persistentVolumeClaim = volume.persistentVolumeClaim ?? ownClaim;
  if (csi) return inlineVolume({ ...volume, csi }, pod);
  return persistentVolumeClaim && claimedVolume({ ...volume, persistentVolumeClaim }, pod, fetch);
}

/** All users may write to it, and the pod's group owns it. */
function emptyDir({ pod }: RunningPod): Volume {
  const volume = memoryVolume();
  const fsGroup = pod.spec.securityContext?.fsGroup;
  if (fsGroup !== undefined) volume.giveToGroup(fsGroup, 'Always');
  return volume;
}

type Objects = Pick<Lookups, 'configMaps' | 'secrets'>;
type Files = () => Readonly<Record<string, string>>;
type Projection = NonNullable<NonNullable<PodVolume['projected']>['sources']>[number];

/**
 * A volume that shows other objects; undefined for one with its own content. It reads through to them, so that changes
 * show and nothing is stored twice. Throws the message of the FailedMount event.
 */
function derivedVolume(volume: PodVolume, running: RunningPod, objects: Objects): Volume | undefined {
  try {
    const files = filesOf(volume, running, objects);
    files?.();
    return files && readOnlyVolume(files);
  } catch (error) {
    throw new Error(`MountVolume.SetUp failed for volume "${volume.name}" : ${(error as Error).message}`);
  }
}

/** All users may read it and none may write, as the kubelet mounts it. */
function readOnlyVolume(files: Files): Volume {
  const now: Files = () => {
    try {
      return files();
    } catch {
      // A mounted volume survives the deletion of its object; here it is empty then.
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

function filesOf(volume: PodVolume, running: RunningPod, objects: Objects): Files | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (!configMap && !secret && !downwardAPI && !projected) return undefined;
  const own = secret ? { secret: { ...secret, name: secret.secretName ?? '' } } : (volume as Projection);
  const sources = projected ? (projected.sources ?? []) : [own];
  return () => Object.assign({}, ...sources.map((source) => filesOfSource(source, running, objects)));
}

function filesOfSource(
  { configMap, secret, downwardAPI, serviceAccountToken }: Projection,
  running: RunningPod,
  objects: Objects,
): Readonly<Record<string, string>> {
  const namespace = running.pod.metadata?.namespace ?? '';
  if (configMap) return filesIn(objects, { kind: 'configmap', namespace, ref: configMap, items: configMap.items });
  if (secret) return filesIn(objects, { kind: 'secret', namespace, ref: secret, items: secret.items });
  if (downwardAPI) {
    const fields = (downwardAPI.items ?? []).map(({ path, fieldRef }) => [
      path,
      fieldRef ? podField(running, fieldRef.fieldPath) : '',
    ]);
    return Object.fromEntries(fields);
  }
  // The file exists but is empty: no simulated container calls the API server.
  return serviceAccountToken ? { [serviceAccountToken.path]: '' } : {};
}
