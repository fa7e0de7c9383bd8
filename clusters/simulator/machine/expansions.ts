import type { ApiClient } from '../../../harness/api/client.ts';
import { keyOf } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Clock } from '../../../harness/clock.ts';
import { claimedVolume } from './csi-volume.ts';
import type { Claim } from './lookups.ts';
import type { Host } from './node-runtime.ts';
import type { Pod } from './pod.ts';
import type { RunningPod } from './running-pod.ts';

interface ExpansionOptions {
  readonly api: ApiClient;
  readonly pods: ReadonlyMap<string, RunningPod>;
  readonly hostOf: (node: string) => Host | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const retryPause = 1_000;

/**
 * Lets file systems grow whose disks have grown, under running pods: pkg/kubelet/volumemanager and node_expander.go. What waits
 * for a node shows so in its claim; nothing else is looked at.
 */
export function followExpansions({ api, pods, hostOf, clock, signal }: ExpansionOptions): Disposable {
  const underWay = new Set<string>();
  const watched = watchAll<Claim>(api, resources.PersistentVolumeClaim, ({ type, object }) => {
    delete object.metadata?.managedFields;
    if (type !== 'DELETED' && waitsForNode(object)) void expand(object);
  });
  return watched;

  async function expand(claim: Claim): Promise<void> {
    const key = keyOf(claim);
    if (underWay.has(key)) return;
    underWay.add(key);
    try {
      // Whoever mounts it may come later than the wish.
      for (let now: Claim | undefined = claim; now && waitsForNode(now); now = watched.objects.get(key)) {
        const user = userOf(claim);
        if (user && (await grown(claim, user).catch(() => false))) return;
        await clock.sleep(retryPause, signal).catch(() => undefined);
        if (signal.aborted) return;
      }
    } finally {
      underWay.delete(key);
    }
  }

  /** A running pod that mounts the claim, on a node that reaches the API server. */
  function userOf({ metadata }: Claim): User | undefined {
    for (const { pod, hasSandbox } of pods.values()) {
      if (!hasSandbox || pod.metadata?.namespace !== metadata?.namespace) continue;
      const volume = pod.spec.volumes?.find((one) => one.persistentVolumeClaim?.claimName === metadata?.name);
      const host = volume && hostOf(pod.spec.nodeName ?? '');
      if (volume?.persistentVolumeClaim && host && !host.isSilent()) {
        return { pod, host, volume: { ...volume, persistentVolumeClaim: volume.persistentVolumeClaim } };
      }
    }
    return undefined;
  }

  interface User {
    readonly pod: Pod;
    readonly host: Host;
    readonly volume: Parameters<typeof claimedVolume>[0];
  }

  async function grown(claim: Claim, { pod, host, volume }: User): Promise<boolean> {
    const csi = await claimedVolume(volume, pod, host.lookups.fetch);
    const storage = (await host.lookups.fetch.volume(csi.name))?.spec?.capacity?.storage ?? '0';
    await host.volumes.expand(csi, pod, storage);
    const { name = '', namespace = '' } = claim.metadata ?? {};
    const body = { status: { capacity: { storage }, conditions: [], allocatedResourceStatuses: null } };
    const reference = { name, namespace, subresource: 'status' };
    await api.patch(resources.PersistentVolumeClaim, reference, { type: 'merge', body, answer: 'metadata' });
    const message = `MountVolume.NodeExpandVolume succeeded for volume "${csi.name}" ${host.node}`;
    const kinds = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
    for (const about of [
      { apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata ?? {} },
      { ...kinds, ...claim },
    ]) {
      host.events.record(about, { type: 'Normal', reason: 'FileSystemResizeSuccessful', message });
    }
    return true;
  }
}

function waitsForNode({ status }: Claim): boolean {
  return (
    status?.conditions?.some(({ type, status }) => type === 'FileSystemResizePending' && status === 'True') ?? false
  );
}
