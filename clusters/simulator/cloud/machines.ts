import type { Machines } from '../../../harness/cluster.ts';
import type { MachineSpec, Topology } from '../../topology/topology.ts';
import { addedSpec, type WantedMachine } from '../../topology/workers.ts';
import type { Network } from './network.ts';

export interface CloudMachine extends MachineSpec {
  /** The cloud's id, such as `i-0123456789abcdef0`. */
  readonly id: string;
  /** As the cloud controller manager writes it into the Node. */
  readonly providerID: string;
  readonly region: string;
  readonly addresses: readonly { readonly type: 'InternalIP' | 'ExternalIP'; readonly address: string }[];
  readonly internalIP: string;
  readonly kernelVersion: string | undefined;
  readonly state: 'running' | 'stopped';
  /** False while its zone is cut off. */
  readonly reachable: boolean;
}

export type CloudMachines = ReturnType<typeof cloudMachines>;

export type MachineChange = 'added' | 'removed' | 'stopped' | 'started' | 'cut off' | 'reconnected';

/** Public addresses come from the range for benchmarks (RFC 2544), which reaches no real host. */
const publicSubnet = '198.18.0.0/15';

/**
 * The machines under the nodes: those of the topology, if any. `addressOf` finds the address of a real one. An unknown
 * name or zone throws an error that lists the known ones.
 */
export function cloudMachines(
  network: Pick<Network, 'allocate' | 'release'>,
  topology: Topology | undefined,
  addressOf: ((machine: string) => string) | undefined,
) {
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
      kernelVersion: cloud.kernelVersion,
      state: 'running',
      reachable: !cut.has(spec.zone ?? ''),
    };
  }

  function known(name: string): CloudMachine {
    const machine = machines.get(name);
    if (!machine) throw new Error(`the cloud has no machine ${name}; it has ${listed(machines.keys())}`);
    return machine;
  }

  function change(machine: CloudMachine, what: MachineChange, change: Partial<CloudMachine>): void {
    const after = { ...machine, ...change };
    machines.set(machine.name, after);
    notify(after, what);
  }

  function notify(machine: CloudMachine, what: MachineChange): void {
    for (const listener of [...listeners]) listener(machine, what);
  }

  function setReachable(zone: string, reachable: boolean): void {
    const zones = new Set([...(topology?.zones ?? []), ...[...machines.values()].flatMap((one) => one.zone ?? [])]);
    if (!zones.has(zone)) throw new Error(`the cloud has no zone ${zone}; it has ${listed(zones)}`);
    if (reachable) cut.delete(zone);
    else cut.add(zone);
    for (const machine of [...machines.values()]) {
      if (machine.zone !== zone || machine.reachable === reachable) continue;
      change(machine, reachable ? 'reconnected' : 'cut off', { reachable });
    }
  }

  return {
    list: (): readonly CloudMachine[] => [...machines.values()],
    get: (name: string) => machines.get(name),
    /** Adds a worker like the topology's first worker of that zone, or of any zone. */
    add(wanted: WantedMachine): CloudMachine {
      if (!topology) throw new Error('the cloud has no machines, so that none can be added that is like them');
      const machine = booted(addedSpec(wanted, topology, machines), topology);
      machines.set(machine.name, machine);
      notify(machine, 'added');
      return machine;
    },
    stop(name: string): void {
      const machine = known(name);
      if (machine.state === 'running') change(machine, 'stopped', { state: 'stopped' });
    },
    start(name: string): void {
      const machine = known(name);
      if (machine.state !== 'stopped') return;
      const external = machine.addresses.flatMap(({ type, address }) => (type === 'ExternalIP' ? [address] : []));
      // A restarted container may have a new address.
      const where = addressed(addressOf?.(name) ?? machine.internalIP, external);
      change(machine, 'started', { state: 'running', ...where });
    },
    remove(name: string): void {
      const machine = known(name);
      machines.delete(name);
      for (const { address } of machine.addresses) network.release(address);
      notify(machine, 'removed');
    },
    /** Cuts all connections between the zone's machines and the rest. */
    cutOff: (zone: string) => setReachable(zone, false),
    reconnect: (zone: string) => setReachable(zone, true),
    onChange(listener: (machine: CloudMachine, what: MachineChange) => void): Disposable {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}

function listed(names: Iterable<string>): string {
  return [...names].join(', ') || 'none';
}

/** Public addresses come first, as in InstancesV2 of clouds' controller managers. */
function addressed(internalIP: string, external: readonly string[]): Pick<CloudMachine, 'addresses' | 'internalIP'> {
  const addresses = external.map((address) => ({ type: 'ExternalIP' as const, address }));
  return { addresses: [...addresses, { type: 'InternalIP', address: internalIP }], internalIP };
}

/** The machines of a simulated cloud behind the harness's contract. */
export function machineControl(machines: CloudMachines): Machines {
  return {
    stop: async (node) => machines.stop(node),
    start: async (node) => machines.start(node),
    remove: async (node) => machines.remove(node),
    add: async (wanted) => machines.add(wanted).name,
    cutOff: async (zone) => machines.cutOff(zone),
    reconnect: async (zone) => machines.reconnect(zone),
  };
}
