import type { Mount } from '../cloud/containers/filesystem.ts';
import type { Mounted } from '../cloud/volumes/mounts.ts';
import type { Host } from './host.ts';
import type { Fetch } from './lookups.ts';
import type { Container, Pod, PodVolume } from './pod.ts';
import type { RunningPod } from './running-pod.ts';
import { type CsiVolume, claimedVolume, inlineVolume } from './storage/csi-volume.ts';
import { localVolume } from './volumes.ts';

/** The volumes of one pod, from when it comes to its node until it has left it. */
export interface PodVolumes {
  /** Resolves when all are mounted; what fails is told in events and tried again, until the signal is aborted. */
  mount(signal: AbortSignal): Promise<void>;
  /** Where a container sees them. */
  of(container: Container): Mount[];
  /** Takes everything back; what fails is tried again. */
  unmount(): Promise<void>;
}

/** Failed mounts are tried again after: pkg/util/goroutinemap/exponentialbackoff. */
const firstRetry = 500;
const longestRetry = 122_000;

export function podVolumes(running: RunningPod, host: Host): PodVolumes {
  const mounted = new Map<string, Mounted>();
  /** What has to be taken back, if only because its mounting has begun. */
  const begun: CsiVolume[] = [];

  async function mountOne(volume: PodVolume, signal: AbortSignal): Promise<void> {
    const { pod } = running;
    const csi = await csiVolume(volume, pod, host.lookups.fetch);
    if (!csi) {
      mounted.set(volume.name, { volume: localVolume(volume, running, host), readOnly: false });
      return;
    }
    if (!begun.some(({ name, driver }) => name === csi.name && driver === csi.driver)) begun.push(csi);
    mounted.set(volume.name, await host.volumes.mount(csi, pod, signal));
  }

  async function untilMounted(volume: PodVolume, signal: AbortSignal): Promise<void> {
    for (let pause = firstRetry; ; pause = Math.min(pause * 2, longestRetry)) {
      try {
        return await mountOne(volume, signal);
      } catch (error) {
        signal.throwIfAborted();
        host.events.record(running.pod, { type: 'Warning', reason: 'FailedMount', message: (error as Error).message });
        await host.clock.sleep(pause, signal);
      }
    }
  }

  async function untilUnmounted(csi: CsiVolume): Promise<void> {
    for (let pause = firstRetry; !host.isDown(); pause = Math.min(pause * 2, longestRetry)) {
      try {
        return await host.volumes.unmount(csi, running.pod);
      } catch {
        // The kubelet says nothing about it either, but in its own log.
        await host.clock.sleep(pause, host.stopped).catch(() => undefined);
      }
    }
  }

  return {
    async mount(signal) {
      const { volumes = [] } = running.pod.spec;
      await Promise.all(volumes.map((volume) => untilMounted(volume, signal)));
    },
    of({ volumeMounts = [] }) {
      return volumeMounts.flatMap(({ name, mountPath, readOnly, subPath }) => {
        const found = mounted.get(name);
        if (!found) return [];
        const isReadOnly = readOnly || found.readOnly;
        return { mountPath, volume: found.volume, ...(isReadOnly && { readOnly: true }), ...(subPath && { subPath }) };
      });
    },
    async unmount() {
      await Promise.all(begun.map(untilUnmounted));
    },
  };
}

async function csiVolume(volume: PodVolume, pod: Pod, fetch: Fetch): Promise<CsiVolume | undefined> {
  const { csi, ephemeral } = volume;
  if (csi) return inlineVolume({ ...volume, csi }, pod);
  // k8s.io/component-helpers/storage/ephemeral: VolumeClaimName
  const ownClaim = ephemeral && { claimName: `${pod.metadata?.name}-${volume.name}` };
  const persistentVolumeClaim = volume.persistentVolumeClaim ?? ownClaim;
  return persistentVolumeClaim && claimedVolume({ ...volume, persistentVolumeClaim }, pod, fetch);
}
