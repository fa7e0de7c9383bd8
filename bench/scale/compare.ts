import { findBinaries } from '../../clusters/control-plane/binaries/binaries.ts';
import { settingsFrom } from '../../clusters/control-plane/settings.ts';
import { embedded } from '../../clusters/embedded/provider.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { kwokNodes } from './kwok-nodes.ts';
import { plimsollNodes } from './plimsoll-nodes.ts';
import { podsToRunning } from './pods-to-running.ts';
import { processorOfChildren, usageOf } from './usage.ts';

export interface Size {
  readonly nodes: number;
  readonly pods: number;
}

/** Nodes and pods simulated by one process. */
export interface SimulatedNodes extends AsyncDisposable {
  readonly pid: number;
}

type Contender = (cluster: Cluster, nodes: number) => Promise<SimulatedNodes>;

const contenders: Readonly<Record<string, Contender>> = { plimsoll: plimsollNodes, 'kwok 0.8': kwokNodes };
type Processor = Awaited<ReturnType<typeof processorOfChildren>>;

/** The target for our process. */
const memoryTarget = 300;

/** Lets Plimsoll's kubelets and kwok bring the same pods to Running, each on an embedded cluster of its own. */
export async function compareAtScale({ nodes, pods }: Size, print: (line: string) => void): Promise<void> {
  const rates: number[] = [];
  for (const [name, start] of Object.entries(contenders)) {
    await using cluster = await freshCluster();
    const began = performance.now();
    await using simulated = await start(cluster, nodes);
    const nodesTook = (performance.now() - began) / 1000;
    const before = await processorOfChildren();
    const { seconds } = await podsToRunning(cluster, pods);
    const after = await processorOfChildren();
    const { memory, peakMemory, processor } = await usageOf(simulated.pid);
    rates.push(pods / seconds);
    print(
      `${name.padEnd(9)} ${nodes} nodes Ready in ${nodesTook.toFixed(1)} s; ${pods} pods Running in ${seconds.toFixed(1)} s: ` +
        `${(pods / seconds).toFixed(0)} pods/s; ${memory} MiB, at most ${peakMemory} MiB; ${processor.toFixed(1)} s of processor time`,
    );
    print(`          processor time per 1,000 pods: ${perThousand({ before, after, pods })}`);
  }
  const [ours = 0, theirs = 0] = rates;
  print(`ratio     ${(ours / theirs).toFixed(2)} (target ≥ 1; our process ≤ ${memoryTarget} MiB)`);
}

/** What it cost everybody who took part: other work on the machine hardly changes it, unlike pods per second. */
function perThousand({ before, after, pods }: Record<'before' | 'after', Processor> & { pods: number }): string {
  const costs = [...after].map(([name, seconds]) => {
    const each = ((seconds - (before.get(name) ?? 0)) * 1_000) / pods;
    return { name, each };
  });
  const all = costs.reduce((sum, { each }) => sum + each, 0);
  return `${all.toFixed(1)} s: ${costs
    .filter(({ each }) => each >= 0.05)
    .map(({ name, each }) => `${name} ${each.toFixed(1)}`)
    .join(' · ')}`;
}

async function freshCluster(): Promise<Cluster> {
  const { cache, assets, registry, variables } = settingsFrom();
  const provider = embedded({
    cache,
    findBinaries: (wanted) => findBinaries({ ...wanted, cache, directory: assets, registry, environment: variables }),
  });
  return provider.start({ pace: 1, progress: () => undefined, signal: new AbortController().signal });
}
