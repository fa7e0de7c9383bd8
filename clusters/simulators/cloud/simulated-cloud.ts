import type { Clock } from '../../../harness/clock.ts';
import { simulatedDisks, simulatedSnapshots } from '../../simulator/cloud/disks.ts';
import { simulatedFileShares, simulatedFileSystems } from '../../simulator/cloud/file-systems.ts';
import type { Topology } from '../../topology/topology.ts';
import type { Cloud } from './cloud.ts';
import { cloudMachines } from './machines.ts';
import { simulatedNetwork } from './network.ts';
import { simulatedRegistries } from './registries.ts';
import { mountTables } from './volumes/mounts.ts';
import { type MakeVolume, memoryVolume } from './volumes/volume.ts';

interface CloudOptions {
  readonly clock: Clock;
  /** Without one, the cloud has no machines. */
  readonly topology?: Topology;
  /** What is under the topology's machines when it is not simulated. */
  readonly real?: RealMachines;
}

interface RealMachines {
  /** IPv4 of a machine that runs. */
  readonly addressOf: (machine: string) => string;
  /** Makes directories that the machines can mount. */
  readonly makeVolume: MakeVolume;
}

/** A cloud of its own, with the topology's machines; simulators that are handed the same one see each other's pods and files. */
export function simulatedCloud({ clock, topology, real }: CloudOptions): Cloud {
  const network = simulatedNetwork();
  const machines = cloudMachines({
    network,
    ...(topology && { topology }),
    ...(real && { addressOf: real.addressOf }),
  });
  const makeVolume: MakeVolume = real?.makeVolume ?? ((_, options) => memoryVolume(options));
  return {
    clock,
    network,
    shares: simulatedFileShares(makeVolume),
    disks: simulatedDisks(machines, makeVolume),
    fileSystems: simulatedFileSystems(undefined, makeVolume),
    snapshots: simulatedSnapshots(),
    registries: simulatedRegistries(),
    ...(topology && { topology }),
    machines,
    hasRealMachines: real !== undefined,
    makeVolume,
    mounts: mountTables(),
  };
}
