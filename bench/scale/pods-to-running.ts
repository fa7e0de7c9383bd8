import { type KubernetesObject, resources } from '../../harness/api/resources.ts';
import { watchAll } from '../../harness/api/watch.ts';
import type { Cluster } from '../../harness/cluster.ts';

type Pod = KubernetesObject & { spec?: unknown; status?: { phase?: string } | undefined };

const namespace = 'scale';
const requestsAtOnce = 16;

/** Creates so many bare pods and measures from the first request until the last of them is seen Running. */
export async function podsToRunning({ api }: Cluster, count: number): Promise<{ seconds: number }> {
  await api.create(resources.Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await serviceAccountIn(namespace, api);
  const running = new Set<string>();
  const { promise: allRunning, resolve } = Promise.withResolvers<void>();
  using _pods = watchAll<Pod>(
    api,
    resources.Pod,
    ({ object }) => {
      if (object.status?.phase === 'Running') running.add(object.metadata?.name ?? '');
      // The watch keeps what it has seen, and this process has no use for it.
      object.spec = undefined;
      object.status = undefined;
      if (running.size >= count) resolve();
    },
    { namespace },
  );
  const began = performance.now();
  const numbers = Array.from({ length: count }, (_, index) => index).values();
  await Promise.all(
    Array.from({ length: requestsAtOnce }, async () => {
      for (const index of numbers) await api.create(resources.Pod, pod(index));
    }),
  );
  await allRunning;
  return { seconds: (performance.now() - began) / 1000 };
}

/** Pods are refused in a namespace whose ServiceAccount has not been made yet. */
async function serviceAccountIn(namespace: string, api: Cluster['api']): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _accounts = watchAll(api, resources.ServiceAccount, () => resolve(), { namespace });
  await promise;
}

function pod(index: number): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${index}`, namespace },
    spec: { containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10' }] },
  } as KubernetesObject;
}
