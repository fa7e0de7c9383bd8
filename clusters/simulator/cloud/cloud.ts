import type { Clock } from '../../../harness/clock.ts';
import type { Topology } from '../../topology/topology.ts';
import { mountTables } from '../machine/mounts.ts';
import { type MakeVolume, memoryVolume } from '../machine/volume.ts';
import { simulatedDisks, simulatedSnapshots } from './disks.ts';
import { simulatedFileShares, simulatedFileSystems } from './file-systems.ts';
import { cloudMachines } from './machines.ts';
import { simulatedNetwork } from './network.ts';
import { simulatedRegistries } from './registries.ts';

interface CloudOptions {
  readonly clock: Clock;
  /** Without one, the cloud has no machines. */
  readonly topology?: Topology;
  /** Real machines in place of simulated ones. */
  readonly real?: {
    /** IPv4 address of a running machine. */
    readonly addressOf: (machine: string) => string;
    readonly makeVolume: MakeVolume;
  };
}

/** A cloud in this process's memory with the topology's machines, which the simulators of one cluster share. */
export type SimulatedCloud = ReturnType<typeof simulatedCloud>;

export function simulatedCloud({ clock, topology, real }: CloudOptions) {
  const network = simulatedNetwork();
  const machines = cloudMachines(network, topology, real?.addressOf);
  const makeVolume: MakeVolume = real?.makeVolume ?? ((_, options) => memoryVolume(options));
  return {
    clock,
    network,
    /** The cloud's initial state; `machines` is its present one. */
    topology,
    machines,
    hasRealMachines: real !== undefined,
    makeVolume,
    disks: simulatedDisks(machines, makeVolume),
    shares: simulatedFileShares(makeVolume),
    fileSystems: simulatedFileSystems(makeVolume),
    /** Of disks and of shares. */
    snapshots: simulatedSnapshots(),
    registries: simulatedRegistries(topology?.cloud.privateRegistries),
    mounts: mountTables(),
  };
}
