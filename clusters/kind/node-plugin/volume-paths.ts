import { join } from 'node:path';
import type { MachineSpec } from '../../topology/topology.ts';
import type { HostMount } from '../provider.ts';

/** Where nodes see the volumes of the cloud. */
export const inNode = { zone: '/var/lib/plimsoll/zone', shared: '/var/lib/plimsoll/shared' } as const;

/** What a machine sees of the volumes below a directory: those of its own zone, and those that every zone reaches. */
export function volumeMounts(volumes: string, { zone }: Pick<MachineSpec, 'zone'>): readonly HostMount[] {
  const own = zone ? [{ hostPath: join(volumes, 'zones', zone), containerPath: inNode.zone }] : [];
  return [...own, { hostPath: join(volumes, 'shared'), containerPath: inNode.shared }];
}

/** Where a machine sees a volume's directory; throws when it is in a zone where the machine is not. */
export function pathInNode(volumes: string, machine: Pick<MachineSpec, 'name' | 'zone'>, directory: string): string {
  for (const { hostPath, containerPath } of volumeMounts(volumes, machine)) {
    if (directory.startsWith(`${hostPath}/`)) return join(containerPath, directory.slice(hostPath.length));
  }
  throw new Error(
    `${machine.name} in ${machine.zone ?? 'no zone'} does not see ${directory.slice(volumes.length + 1)}`,
  );
}
