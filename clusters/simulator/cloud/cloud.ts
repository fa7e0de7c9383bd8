import type { Clock } from '../../../harness/clock.ts';
import type { Topology } from '../../topology/topology.ts';
import { type MountTable, mountTables } from '../machine/mounts.ts';
import { type MakeVolume, memoryVolume } from '../machine/volume.ts';
import { type Disks, type Snapshots, simulatedDisks, simulatedSnapshots } from './disks.ts';
import { type FileShares, type FileSystems, simulatedFileShares, simulatedFileSystems } from './file-systems.ts';
import { type CloudMachines, cloudMachines } from './machines.ts';
import { type Network, simulatedNetwork } from './network.ts';
import { type Registries, simulatedRegistries } from './registries.ts';

interface CloudOptions {
  readonly clock: Clock;
  /** Without one, the cloud has no machines. */
  readonly topology?: Topology;
  /** Real machines in place of simulated ones. */
  readonly real?: RealMachines;
}

interface RealMachines {
  /** IPv4 address of a running machine. */
  readonly addressOf: (machine: string) => string;
  /** Creates directories that the machines can mount. */
  readonly makeVolume: MakeVolume;
}

/** A cloud with the topology's machines. Simulators that share it see each other's pods and files. */
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

/** The simulated cloud, in this process's memory, which the simulators of one cluster share. */
export interface Cloud {
  readonly clock: Clock;
  readonly network: Network;
  readonly shares: FileShares;
  readonly disks: Disks;
  readonly fileSystems: FileSystems;
  /** Of disks and of shares. */
  readonly snapshots: Snapshots;
  readonly registries: Registries;
  /** The cloud's initial state; `machines` is its present one. */
  readonly topology?: Topology;
  readonly machines: CloudMachines;
  /** True for real machines, with reachable addresses and directories for volumes. */
  readonly hasRealMachines: boolean;
  /** Creates the volumes of disks and shares. */
  readonly makeVolume: MakeVolume;
  /** The mount table of a simulated machine, by its name. */
  mounts(machine: string): MountTable;
}
