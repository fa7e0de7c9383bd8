import type { Clock } from '../../../harness/clock.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Cloud } from './cloud.ts';
import { simulatedSnapshots } from './disk-snapshots.ts';
import { simulatedDisks } from './disks.ts';
import { simulatedFileShares } from './file-shares.ts';
import { simulatedFileSystems } from './file-systems.ts';
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
  const machines = cloudMachines({ network, ...(topology && { topology }) });
  return {
    clock,
    network,
    shares: simulatedFileShares(),
    disks: simulatedDisks(machines),
    fileSystems: simulatedFileSystems(),
    snapshots: simulatedSnapshots(),
    registries: simulatedRegistries(),
    ...(topology && { topology }),
    machines,
    mounts: mountTables(),
  };
}
