import type { Clock } from '../../../harness/clock.ts';
import { type Snapshots, simulatedSnapshots } from '../../simulators/cloud/disk-snapshots.ts';
import { type Disks, simulatedDisks } from '../../simulators/cloud/disks.ts';
import { type FileShares, simulatedFileShares } from '../../simulators/cloud/file-shares.ts';
import { type FileSystems, simulatedFileSystems } from '../../simulators/cloud/file-systems.ts';
import type { Topology } from '../../topology/topology.ts';
import { type MountTable, mountTables } from '../machine/mounts.ts';
import { type MakeVolume, memoryVolume } from '../machine/volume.ts';
import { type CloudMachines, cloudMachines } from './machines.ts';
import { type Network, simulatedNetwork } from './network.ts';
import { type Registries, simulatedRegistries } from './registries.ts';

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

/** What simulators of one cluster share: the cloud that one would rent, in this process's memory. */
export interface Cloud {
  readonly clock: Clock;
  readonly network: Network;
  readonly shares: FileShares;
  readonly disks: Disks;
  readonly fileSystems: FileSystems;
  /** Of disks and of shares. */
  readonly snapshots: Snapshots;
  readonly registries: Registries;
  /** What the cloud was made after; the machines are what has become of its machines. */
  readonly topology?: Topology;
  /** What is under the nodes. */
  readonly machines: CloudMachines;
  /** The machines are real: their addresses can be reached, and what they mount are directories. */
  readonly hasRealMachines: boolean;
  /** Makes what disks and shares are made of. */
  readonly makeVolume: MakeVolume;
  /** What is mounted on a simulated machine, by its name. */
  mounts(machine: string): MountTable;
}
