import type { Machines } from '../../../harness/machines.ts';
import type { CloudMachines } from './machines.ts';

/** The machines of a simulated cloud, as one who rents them would be asked for them. */
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
