import type { Clock } from '../../../harness/clock.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Cloud } from './cloud.ts';
import { simulatedFileShares } from './file-shares.ts';
import { cloudMachines } from './machines.ts';
import { simulatedNetwork } from './network.ts';
import { simulatedRegistries } from './registries.ts';
import { mountTables } from './volumes/mounts.ts';

interface CloudOptions {
  readonly clock: Clock;
  /** Without one, the cloud has no machines. */
  readonly topology?: Topology;
}

/** A cloud of its own, with the topology's machines; simulators that are handed the same one see each other's pods and files. */
export function simulatedCloud({ clock, topology }: CloudOptions): Cloud {
  const network = simulatedNetwork();
  return {
    clock,
    network,
    shares: simulatedFileShares(),
    registries: simulatedRegistries(),
    ...(topology && { topology }),
    machines: cloudMachines({ network, ...(topology && { topology }) }),
    mounts: mountTables(),
  };
}
