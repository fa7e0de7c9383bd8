import { findBinaries } from '../clusters/control-plane/binaries/binaries.ts';
import { settingsFrom } from '../clusters/control-plane/settings.ts';
import { embedded } from '../clusters/embedded/provider.ts';
import { type KubernetesObject, resources } from '../harness/api/resources.ts';
import { watchAll } from '../harness/api/watch.ts';
import type { Cluster } from '../harness/cluster.ts';
import type { Bench } from './bench.ts';
import { processorOfChildren, usageOf } from './measurements.ts';
import { kwokNodes, plimsollNodes } from './scale/nodes.ts';

/** A thousand nodes and ten thousand pods. */
const scale: Bench = (print) => compareAtScale({ nodes: 1_000, pods: 10_000 }, print);

export default scale;

const contenders = { plimsoll: plimsollNodes, 'kwok 0.8': kwokNodes };

/** Measures Plimsoll's kubelets and kwok with the same pods, each on a new embedded cluster. */
export async function compareAtScale(
  { nodes, pods }: Readonly<Record<'nodes' | 'pods', number>>,
  print: (line: string) => void,
): Promise<void> {
  const rates: number[] = [];
  for (const [name, start] of Object.entries(contenders)) {
    await using cluster = await freshCluster();
    const began = performance.now();
    await using simulated = await start(cluster, nodes);
    const nodesTook = (performance.now() - began) / 1000;
    const before = await processorOfChildren();
    const seconds = await podsToRunning(cluster, pods);
    const after = await processorOfChildren();
    const { memory, peakMemory, processor } = await usageOf(simulated.pid);
    rates.push(pods / seconds);
    print(
      `${name.padEnd(9)} ${nodes} nodes Ready in ${nodesTook.toFixed(1)} s; ` +
        `${pods} pods Running in ${seconds.toFixed(1)} s: ${(pods / seconds).toFixed(0)} pods/s; ` +
        `${memory} MiB, at most ${peakMemory} MiB; ${processor.toFixed(1)} s of processor time`,
    );
    print(`          processor time per 1,000 pods: ${perThousand(pods, before, after)}`);
  }
  const [ours = 0, theirs = 0] = rates;
  print(`ratio     ${(ours / theirs).toFixed(2)} (target ≥ 1; our process ≤ 300 MiB)`);
}

/** Processor time of all processes: other work on the machine affects it little, unlike pods per second. */
function perThousand(pods: number, before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string {
  const costs = [...after].map(([name, seconds]) => {
    const each = ((seconds - (before.get(name) ?? 0)) * 1_000) / pods;
    return { name, each };
  });
  const all = costs.reduce((sum, { each }) => sum + each, 0);
  const shown = costs.filter(({ each }) => each >= 0.05).map(({ name, each }) => `${name} ${each.toFixed(1)}`);
  return `${all.toFixed(1)} s: ${shown.join(' · ')}`;
}

async function freshCluster(): Promise<Cluster> {
  const { cache, assets, registry, variables } = settingsFrom();
  const provider = embedded({
    cache,
    findBinaries: (wanted) => findBinaries({ ...wanted, cache, directory: assets, registry, environment: variables }),
  });
  return provider.start({ pace: 1, progress: () => undefined, signal: new AbortController().signal });
}

type Pod = KubernetesObject & { spec?: unknown; status?: { phase?: string } | undefined };

const namespace = 'scale';

/** Creates so many bare pods and measures from the first request until the last of them is seen Running. */
async function podsToRunning({ api }: Cluster, count: number): Promise<number> {
  await api.create(resources.Namespace, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  // Pods are refused in a namespace whose ServiceAccount has not been made yet.
  const { promise: account, resolve: found } = Promise.withResolvers<void>();
  using _accounts = watchAll(api, resources.ServiceAccount, () => found(), { namespace });
  await account;
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
    Array.from({ length: 16 }, async () => {
      for (const index of numbers) await api.create(resources.Pod, pod(index));
    }),
  );
  await allRunning;
  return (performance.now() - began) / 1000;
}

function pod(index: number): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${index}`, namespace },
    spec: { containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10' }] },
  } as KubernetesObject;
}
