import { type CsiVolume, claimedVolume, inlineVolume } from './csi-volume.ts';
import type { Mount } from './filesystem.ts';
import type { Host } from './host.ts';
import type { Fetch } from './lookups.ts';
import type { Mounted } from './mounts.ts';
import type { Container, Pod, PodVolume } from './pod.ts';
import type { RunningPod } from './running-pod.ts';
import { derivedFrom, emptyDir } from './volumes.ts';

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
