import { addedSpec } from '../simulators/cloud/added-machine.ts';
import type { MachineSpec, Topology } from '../topology/topology.ts';

/** The topology with another number of workers: its own ones first, then further ones like them, in its zones in turn. */
export function withWorkers(topology: Topology, count: number): Topology {
  const others = topology.machines.filter(({ role }) => role !== 'worker');
  const own = topology.machines.filter(({ role }) => role === 'worker');
  const workers: MachineSpec[] = own.slice(0, count);
  while (workers.length < count) {
    const zone = topology.zones[workers.length % topology.zones.length];
    const taken = new Map([...others, ...workers].map((machine) => [machine.name, machine]));
    workers.push(addedSpec(zone === undefined ? {} : { zone }, topology, taken));
  }
  return { ...topology, machines: [...others, ...workers] };
}
