import type { Clock } from '../../../harness/clock.ts';
import type { Disks, Snapshots } from '../../simulator/cloud/disks.ts';
import type { FileShares, FileSystems } from '../../simulator/cloud/file-systems.ts';
import type { Topology } from '../../topology/topology.ts';
import type { CloudMachines } from './machines.ts';
import type { Network } from './network.ts';
import type { Registries } from './registries.ts';
import type { MountTable } from './volumes/mounts.ts';
import type { MakeVolume } from './volumes/volume.ts';

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
