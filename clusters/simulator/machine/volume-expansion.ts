import type { ApiClient } from '../../../harness/api/client.ts';
import { keyOf, resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Clock } from '../../../harness/clock.ts';
import type { PersistentVolumeClaim } from '../../../harness/kubernetes.ts';
import { claimedVolume } from './csi-volume.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { RunningPod } from './running-pod.ts';

interface ExpansionOptions {
  readonly api: ApiClient;
  readonly pods: ReadonlyMap<string, RunningPod>;
  readonly runtimeOf: (node: string) => NodeRuntime | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const retryPause = 1_000;

/** Grows file systems of claims that wait for their node: pkg/kubelet/volumemanager and node_expander.go. */
export function followExpansions({ api, pods, runtimeOf, clock, signal }: ExpansionOptions): Disposable {
  const underWay = new Set<string>();
  const watched = watchAll<PersistentVolumeClaim>(api, resources.PersistentVolumeClaim, ({ type, object }) => {
    delete object.metadata?.managedFields;
    if (type !== 'DELETED' && waitsForNode(object)) void expand(object);
  });
  return watched;

  async function expand(claim: PersistentVolumeClaim): Promise<void> {
    const key = keyOf(claim);
    if (underWay.has(key)) return;
    underWay.add(key);
    try {
      // The pod that mounts the claim may start later.
      for (
        let now: PersistentVolumeClaim | undefined = claim;
        now && waitsForNode(now);
        now = watched.objects.get(key)
      ) {
        const user = podWith(claim);
        if (user && (await grown(claim, user).catch(() => false))) return;
        await clock.sleep(retryPause, signal).catch(() => undefined);
        if (signal.aborted) return;
      }
    } finally {
      underWay.delete(key);
    }
  }

  /** A running pod that mounts the claim, on a node that reaches the API server. */
  function podWith({ metadata }: PersistentVolumeClaim) {
    for (const { pod, hasSandbox } of pods.values()) {
      if (!hasSandbox || pod.metadata?.namespace !== metadata?.namespace) continue;
      const volume = pod.spec.volumes?.find((one) => one.persistentVolumeClaim?.claimName === metadata?.name);
      const runtime = volume && runtimeOf(pod.spec.nodeName ?? '');
      if (volume?.persistentVolumeClaim && runtime && !runtime.isSilent()) {
        return { pod, runtime, volume: { ...volume, persistentVolumeClaim: volume.persistentVolumeClaim } };
      }
    }
    return undefined;
  }

  async function grown(claim: PersistentVolumeClaim, user: NonNullable<ReturnType<typeof podWith>>): Promise<boolean> {
    const { pod, runtime, volume } = user;
    const csi = await claimedVolume(volume, pod, runtime.lookups.fetch);
    const storage = (await runtime.lookups.fetch.volume(csi.name))?.spec?.capacity?.storage ?? '0';
    await runtime.volumes.expand(csi, pod, storage);
    const { name = '', namespace = '' } = claim.metadata ?? {};
    const body = { status: { capacity: { storage }, conditions: [], allocatedResourceStatuses: null } };
    const reference = { name, namespace, subresource: 'status' };
    await api.patch(resources.PersistentVolumeClaim, reference, { type: 'merge', body, answer: 'metadata' });
    const message = `MountVolume.NodeExpandVolume succeeded for volume "${csi.name}" ${runtime.node}`;
    const event = { type: 'Normal', reason: 'FileSystemResizeSuccessful', message } as const;
    runtime.events.record({ apiVersion: 'v1', kind: 'Pod', ...pod }, event);
    runtime.events.record({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...claim }, event);
    return true;
  }
}

function waitsForNode({ status }: PersistentVolumeClaim): boolean {
  return (
    status?.conditions?.some(({ type, status }) => type === 'FileSystemResizePending' && status === 'True') ?? false
  );
}
