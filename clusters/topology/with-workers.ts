import { BadInputError } from '../../harness/bad-input.ts';
import { addedSpec } from './added-machine.ts';
import type { MachineSpec, Topology } from './topology.ts';

/**
 * The topology with so many workers, spread over its zones in turn, each like the topology's own of that zone; its control planes
 * stay. Throws a BadInputError when that is none, or when there is no worker that others could be like.
 */
export function withWorkers(topology: Topology, count: number): Topology {
  const { zones, machines, name } = topology;
  if (!Number.isInteger(count) || count < 1)
    throw new BadInputError(`at least one node was expected; there was ${count}`);
  const masters = machines.filter(({ role }) => role !== 'worker');
  const own = machines.filter(({ role }) => role === 'worker');
  if (own.length === 0) {
    throw new BadInputError(`the topology ${name} has no worker that further nodes could be like`);
  }

  const taken = new Map<string, MachineSpec>(machines.map((machine) => [machine.name, machine]));
  const workers: MachineSpec[] = [];
  for (let index = 0; index < count; index++) {
    const zone = zones.length > 0 ? zones[index % zones.length] : undefined;
    const worker =
      own.find((machine) => machine.zone === zone && !workers.includes(machine)) ??
      addedSpec({ ...(zone !== undefined && { zone }) }, topology, taken);
    taken.set(worker.name, worker);
    workers.push(worker);
  }
  return { ...topology, machines: [...masters, ...workers] };
}
