import { statSync } from 'node:fs';
import type { Mounter, MountSource } from '../../simulator/csi/definition.ts';
import type { MachineSpec } from '../../topology/topology.ts';
import type { Mount } from './messages.ts';
import type { PluginProcess } from './plugin-process.ts';
import { pathInNode } from './volume-paths.ts';

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

/** Whom the volume's root ought to belong to, where that is another: mount options say so, or this user may not give it away. */
function ownerOf(volume: MountSource['volume'], directory: string): Pick<Mount, 'owner'> {
  const owner = volume.ownership();
  const { uid, gid, mode } = statSync(directory);
  const isSo = owner?.uid === uid && owner.gid === gid && owner.mode === (mode & 0o7777);
  return owner && !isSo ? { owner } : {};
}
