import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Mounter, MountSource } from '../../simulator/csi/definition.ts';
import type { MachineSpec } from '../../topology/topology.ts';
import type { HostMount } from '../options.ts';
import type { Mount } from './messages.ts';
import type { PluginProcess } from './plugin-process.ts';

interface NodeMounterOptions {
  /** Directory of this machine where the volumes are. */
  readonly volumes: string;
  readonly machine: Pick<MachineSpec, 'name' | 'zone'>;
  /** The one that runs there now; throws when none does. */
  readonly plugin: () => Pick<PluginProcess, 'isMounted' | 'order'>;
}

/** Lets the plugin in a node mount directories of this machine, for the simulated cloud's drivers. */
export function nodeMounter({ volumes, machine, plugin }: NodeMounterOptions): Mounter {
  return {
    async mount(to, { id, volume }, { readOnly = false } = {}) {
      const { directory } = volume;
      if (!directory) throw new Error(`volume ${id} is no directory, and cannot be mounted on ${machine.name}`);
      const from = pathInNode(volumes, machine, directory);
      await plugin().order({ kind: 'mount', from, to, readOnly, ...ownerOf(volume, directory) });
    },
    async bind(from, to, { readOnly = false } = {}) {
      if (!plugin().isMounted(from)) throw new Error(`expected a volume at ${from}, but nothing is mounted there`);
      await plugin().order({ kind: 'mount', from, to, readOnly });
    },
    unmount: (path) => plugin().order({ kind: 'unmount', path }),
    isMounted: (path) => plugin().isMounted(path),
  };
}

/** The wanted owner of the volume's root, where mount options name another, or this user may not change it. */
function ownerOf(volume: MountSource['volume'], directory: string): Pick<Mount, 'owner'> {
  const owner = volume.ownership();
  const { uid, gid, mode } = statSync(directory);
  const isSo = owner?.uid === uid && owner.gid === gid && owner.mode === (mode & 0o7777);
  return owner && !isSo ? { owner } : {};
}

/** Where nodes see the volumes of the cloud. */
const inNode = { zone: '/var/lib/plimsoll/zone', shared: '/var/lib/plimsoll/shared' } as const;

/** Mounts of the volumes below a directory that a machine reaches: those of its zone, and the shared ones. */
export function volumeMounts(volumes: string, { zone }: Pick<MachineSpec, 'zone'>): readonly HostMount[] {
  const own = zone ? [{ hostPath: join(volumes, 'zones', zone), containerPath: inNode.zone }] : [];
  return [...own, { hostPath: join(volumes, 'shared'), containerPath: inNode.shared }];
}

/** Where a machine sees a volume's directory; throws when the volume is in another zone. */
function pathInNode(volumes: string, machine: Pick<MachineSpec, 'name' | 'zone'>, directory: string): string {
  for (const { hostPath, containerPath } of volumeMounts(volumes, machine)) {
    if (directory.startsWith(`${hostPath}/`)) return join(containerPath, directory.slice(hostPath.length));
  }
  throw new Error(
    `${machine.name} in ${machine.zone ?? 'no zone'} does not see ${directory.slice(volumes.length + 1)}`,
  );
}
