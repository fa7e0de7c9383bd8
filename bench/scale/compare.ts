import { findBinaries } from '../../clusters/embedded/binaries/binaries.ts';
import { embedded } from '../../clusters/embedded/provider.ts';
import { environment } from '../../commands/environment.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { kwokNodes } from './kwok-nodes.ts';
import { plimsollNodes } from './plimsoll-nodes.ts';
import { podsToRunning } from './pods-to-running.ts';
import { usageOf } from './usage.ts';

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
    const { seconds } = await podsToRunning(cluster, pods);
    const { memory, peakMemory, processor } = await usageOf(simulated.pid);
    rates.push(pods / seconds);
    print(
      `${name.padEnd(9)} ${nodes} nodes Ready in ${nodesTook.toFixed(1)} s; ${pods} pods Running in ${seconds.toFixed(1)} s: ` +
        `${(pods / seconds).toFixed(0)} pods/s; ${memory} MiB, at most ${peakMemory} MiB; ${processor.toFixed(1)} s of processor time`,
    );
  }
  const [ours = 0, theirs = 0] = rates;
  print(`ratio     ${(ours / theirs).toFixed(2)} (target ≥ 1; our process ≤ ${memoryTarget} MiB)`);
}

async function freshCluster(): Promise<Cluster> {
  const { cache, assets, registry, variables } = environment();
  const provider = embedded({
    cache,
    findBinaries: (wanted) => findBinaries({ ...wanted, cache, directory: assets, registry, environment: variables }),
  });
  return provider.start({ pace: 1, progress: () => undefined, signal: new AbortController().signal });
}
