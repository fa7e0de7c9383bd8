import type { DriverDefinition } from '../../../clusters/simulators/csi/definition.ts';
import { ebs } from '../../../clusters/simulators/csi/drivers/ebs.ts';
import { efs } from '../../../clusters/simulators/csi/drivers/efs.ts';
import { aks148 } from '../../../clusters/simulators/virtual-kubelet/profiles/aks-1.4.8.ts';
import { readTopology } from '../../../clusters/topology/read-topology.ts';
import type { Topology } from '../../../clusters/topology/topology.ts';
import { simulatedCluster } from '../../../commands/simulated-cluster.ts';
import type { LoadedScenario } from '../../../harness/engine/load-scenarios.ts';
import { runConformance } from '../../../harness/engine/run.ts';
import type { Verdict } from '../../../harness/verdict.ts';

/** What simulated zones, with EBS and EFS, do otherwise than documented. */
export interface Otherwise {
  readonly ebs?: DriverDefinition;
  readonly efs?: DriverDefinition;
  readonly topology?: (topology: Topology) => Topology;
}

const pace = 20;

/** Plays the scenarios on a cluster of its own and resolves with their verdicts by id; rejects when the cluster went wrong. */
export async function playOnMultiAz(
  scenarios: readonly LoadedScenario[],
  { otherwise, timeoutFactor }: { readonly otherwise: Otherwise; readonly timeoutFactor: number },
): Promise<ReadonlyMap<string, Verdict>> {
  const { topology: altered = (topology) => topology, ...drivers } = otherwise;
  const provider = simulatedCluster({
    topology: altered(await readTopology('multi-az')),
    drivers: Object.values({ ebs, efs, ...drivers }),
    virtualKubelet: aks148,
    pace,
  });
  const report = await runConformance({
    stagings: [{ provider, scenarios }],
    pace,
    timeoutFactor,
    version: '0.0.0',
    command: '',
    reproduce: (id) => id,
    signal: new AbortController().signal,
  });
  for (const { name, error } of report.lifecycle) if (error) throw new Error(`${name}: ${error}`);
  return new Map(report.scenarios.map(({ id, verdict }) => [id, verdict]));
}
