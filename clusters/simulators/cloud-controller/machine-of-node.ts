import type { CloudMachine, CloudMachines } from '../../simulator/cloud/machines.ts';
import type { Node } from './node.ts';

/** The machine under a node, by providerID or, before it has one, by name; undefined when the cloud has none. */
export function machineOfNode(machines: CloudMachines, { metadata, spec }: Node): CloudMachine | undefined {
  if (!spec?.providerID) return machines.get(metadata?.name ?? '');
  return machines.list().find(({ providerID }) => providerID === spec.providerID);
}
