import { BadInputError } from '../../harness/errors.ts';
import type { MachineSpec, Topology } from './topology.ts';

/** What a machine to be added must have. */
export interface WantedMachine {
  readonly zone?: string;
  readonly name?: string;
  readonly instanceType?: string;
}

/**
 * The topology with that number of workers, spread over its zones in turn. A further worker is a copy of the zone's
 * own; control planes stay. Throws a BadInputError for a count below one, or when the topology has no worker to copy.
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

/**
 * A copy of the first worker of the wanted zone, or of any zone if that has none; throws when there is none to copy.
 * Its name continues the names of the others: worker4 after worker1 to worker3.
 */
export function addedSpec(
  { zone, name, instanceType }: WantedMachine,
  { zones, machines }: Topology,
  taken: ReadonlyMap<string, unknown>,
): MachineSpec {
  if (name !== undefined && taken.has(name)) throw new Error(`the cloud has a machine ${name} already`);
  if (zone !== undefined && !zones.includes(zone)) {
    throw new Error(`a machine cannot be added in ${zone}: the cloud has the zones ${zones.join(', ') || 'none'}`);
  }
  const workers = machines.filter(({ role }) => role === 'worker');
  // A machine that was removed comes back unchanged.
  const before = machines.find((one) => one.name === name && (zone === undefined || one.zone === zone));
  const like = before ?? workers.find((one) => one.zone === zone) ?? workers[0];
  if (!like) throw new Error('the topology has no worker that a machine to be added could be like');
  return {
    ...like,
    ...(zone !== undefined && { zone }),
    name: name ?? nextName(like.name, taken),
    ...(instanceType !== undefined && ofType(instanceType, machines)),
  };
}

function ofType(instanceType: string, machines: readonly MachineSpec[]) {
  const like = machines.find((machine) => machine.instanceType === instanceType);
  if (!like) {
    const known = [...new Set(machines.map((machine) => machine.instanceType))].join(', ');
    throw new Error(`expected the instance type of a machine of the topology (${known}); there was ${instanceType}`);
  }
  const { cpu, memory, pods, attachments } = like;
  return { instanceType, cpu, memory, pods, attachments };
}

function nextName(name: string, taken: ReadonlyMap<string, unknown>): string {
  const [, stem = name, digits = ''] = /^(.*?)(\d*)$/.exec(name) ?? [];
  for (let number = Number(digits) + 1; ; number++) {
    const next = `${stem}${String(number).padStart(digits.length, '0')}`;
    if (!taken.has(next)) return next;
  }
}
