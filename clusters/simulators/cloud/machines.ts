import type { MachineSpec, Topology } from '../../topology/topology.ts';
import { addedSpec } from '../../topology/workers.ts';
import { addressed, type MachineAddress } from './machine-addresses.ts';
import type { Network } from './network.ts';

/** A machine as it is at the moment at which one asks. */
export interface CloudMachine extends MachineSpec {
  /** Instance id: aws `i-0123456789abcdef0`, nifcloud `i-01234567`, azure its name. */
  readonly id: string;
  /** As the cloud's controller manager writes it. */
  readonly providerID: string;
  readonly region: string;
  readonly addresses: readonly MachineAddress[];
  readonly internalIP: string;
  readonly state: 'running' | 'stopped';
  /** False while its zone is cut off. */
  readonly reachable: boolean;
}

export type MachineChange = 'added' | 'removed' | 'stopped' | 'started' | 'cut off' | 'reconnected';

/** What one may ask for of a machine to be added. */
export interface WantedMachine {
  readonly zone?: string;
  readonly name?: string;
  readonly instanceType?: string;
}

/** The machines under the nodes. What is asked for by a name or a zone that is not there throws and says what is. */
export interface CloudMachines {
  list(): readonly CloudMachine[];
  /** Undefined once it is removed. */
  get(name: string): CloudMachine | undefined;
  /** A worker like the topology's first worker of that zone, or of any zone. */
  add(wanted: WantedMachine): CloudMachine;
  stop(name: string): void;
  start(name: string): void;
  remove(name: string): void;
  /** Nothing reaches the machines of the zone, nor do they reach anything. */
  cutOff(zone: string): void;
  reconnect(zone: string): void;
  /** Told of what has changed, not of what was so already. */
  onChange(listener: (machine: CloudMachine, what: MachineChange) => void): Disposable;
}

interface MachinesOptions {
  readonly network: Pick<Network, 'allocate' | 'release'>;
  /** Without one there are no machines, and none can be added. */
  readonly topology?: Topology;
  /** Where a machine that runs really is; an address of the topology's subnet when absent. */
  readonly addressOf?: (machine: string) => string;
}

/** Public addresses, of the range that is reserved for benchmarks (RFC 2544), so that nobody is ever reached by one. */
const publicSubnet = '198.18.0.0/15';

export function cloudMachines({ network, topology, addressOf }: MachinesOptions): CloudMachines {
  const machines = new Map<string, CloudMachine>();
  const cut = new Set<string>();
  const listeners = new Set<(machine: CloudMachine, what: MachineChange) => void>();
  if (topology) for (const spec of topology.machines) machines.set(spec.name, booted(spec, topology));

  function booted(spec: MachineSpec, { cloud, region, subnet }: Topology): CloudMachine {
    const internalIP = addressOf?.(spec.name) ?? network.allocate(subnet);
    const external = cloud.publicAddresses ? [network.allocate(publicSubnet)] : [];
    return {
      ...spec,
      ...cloud.identify(spec.name, { region, ...(spec.zone && { zone: spec.zone }) }),
      region,
      ...addressed(internalIP, external),
      state: 'running',
      reachable: !cut.has(spec.zone ?? ''),
    };
  }

  function known(name: string): CloudMachine {
    const machine = machines.get(name);
    if (!machine) throw new Error(`the cloud has no machine ${name}; it has ${inWords(machines.keys())}`);
    return machine;
  }

  function change(machine: CloudMachine, what: MachineChange, change: Partial<CloudMachine>): void {
    const after = { ...machine, ...change };
    machines.set(machine.name, after);
    tell(after, what);
  }

  function tell(machine: CloudMachine, what: MachineChange): void {
    for (const listener of [...listeners]) listener(machine, what);
  }

  function setReachable(zone: string, reachable: boolean): void {
    const zones = new Set([...(topology?.zones ?? []), ...[...machines.values()].flatMap((one) => one.zone ?? [])]);
    if (!zones.has(zone)) throw new Error(`the cloud has no zone ${zone}; it has ${inWords(zones)}`);
    if (reachable) cut.delete(zone);
    else cut.add(zone);
    for (const machine of [...machines.values()]) {
      if (machine.zone !== zone || machine.reachable === reachable) continue;
      change(machine, reachable ? 'reconnected' : 'cut off', { reachable });
    }
  }

  return {
    list: () => [...machines.values()],
    get: (name) => machines.get(name),
    add(wanted) {
      if (!topology) throw new Error('the cloud has no machines, so that none can be added that is like them');
      const machine = booted(addedSpec(wanted, topology, machines), topology);
      machines.set(machine.name, machine);
      tell(machine, 'added');
      return machine;
    },
    stop(name) {
      const machine = known(name);
      if (machine.state === 'running') change(machine, 'stopped', { state: 'stopped' });
    },
    start(name) {
      const machine = known(name);
      if (machine.state !== 'stopped') return;
      const external = machine.addresses.flatMap(({ type, address }) => (type === 'ExternalIP' ? [address] : []));
      // A container may come back with another one.
      const where = addressed(addressOf?.(name) ?? machine.internalIP, external);
      change(machine, 'started', { state: 'running', ...where });
    },
    remove(name) {
      const machine = known(name);
      machines.delete(name);
      for (const { address } of machine.addresses) network.release(address);
      tell(machine, 'removed');
    },
    cutOff: (zone) => setReachable(zone, false),
    reconnect: (zone) => setReachable(zone, true),
    onChange(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}

function inWords(names: Iterable<string>): string {
  return [...names].join(', ') || 'none';
}
