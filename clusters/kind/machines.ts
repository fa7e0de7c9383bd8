import type { Machines } from '../../harness/cluster.ts';
import type { CloudMachines } from '../simulator/cloud/machines.ts';
import type { Topology } from '../topology/topology.ts';
import { addedSpec } from '../topology/workers.ts';
import type { KindNodes } from './nodes/nodes.ts';

/** Does to the containers under the nodes, and to the simulated cloud's machines, the same. */
export function kindMachines({
  nodes,
  machines,
  topology,
}: {
  readonly nodes: Pick<KindNodes, 'stop' | 'start' | 'remove' | 'add' | 'cutOff' | 'reconnect'>;
  readonly machines: CloudMachines;
  readonly topology: Topology;
}): Machines {
  let adding: Promise<unknown> = Promise.resolve();

  /** Throws when the cloud has no such machine. */
  function known(name: string): void {
    if (!machines.get(name)) {
      const all = machines.list().map((machine) => machine.name);
      throw new Error(`the cloud has no machine ${name}; it has ${all.join(', ') || 'none'}`);
    }
  }

  async function add(wanted: Parameters<Machines['add']>[0]): Promise<string> {
    const present = new Map(machines.list().map((machine) => [machine.name, machine]));
    const spec = addedSpec(wanted, topology, present);
    await nodes.add(spec);
    const { name } = machines.add({ ...wanted, name: spec.name });
    await keepCutOff(name);
    return name;
  }

  /** A machine that was not running when its zone was cut off is not cut off yet. */
  async function keepCutOff(name: string): Promise<void> {
    if (machines.get(name)?.reachable === false) await nodes.cutOff(name);
  }

  const runningIn = (zone: string) =>
    machines.list().filter((machine) => machine.zone === zone && machine.state === 'running');

  return {
    async stop(name) {
      known(name);
      await nodes.stop(name);
      machines.stop(name);
    },
    async start(name) {
      known(name);
      await nodes.start(name);
      machines.start(name);
      await keepCutOff(name);
    },
    async remove(name) {
      known(name);
      await nodes.remove(name);
      machines.remove(name);
    },
    /** One after the other, so that no two get one name. */
    add(wanted) {
      const added = adding.then(() => add(wanted));
      adding = added.catch(() => undefined);
      return added;
    },
    async cutOff(zone) {
      // First, as it knows which zones there are.
      machines.cutOff(zone);
      await Promise.all(runningIn(zone).map(({ name }) => nodes.cutOff(name)));
    },
    async reconnect(zone) {
      machines.reconnect(zone);
      await Promise.all(runningIn(zone).map(({ name }) => nodes.reconnect(name)));
    },
  };
}
