import type { Cloud } from '../../../simulator/cloud/cloud.ts';
import type { Volume } from '../../../simulator/machine/volume.ts';

interface Directory {
  readonly server: string;
  readonly path: string;
}

/** Every server of every cloud: nobody rents them from the cloud, and each exports what it is asked for. */
const exported = new WeakMap<Cloud['machines'], Map<string, Volume>>();

/** A directory of an NFS server, without what is in directories of its own; root's, as umask 022 leaves it. */
export function directoryOf(
  { machines, makeVolume }: Pick<Cloud, 'machines' | 'makeVolume'>,
  { server, path }: Directory,
  how: 'made' | 'found' | 'removed' = 'made',
): Volume | undefined {
  const directories = exported.get(machines) ?? new Map<string, Volume>();
  exported.set(machines, directories);
  const key = `${server}:${path}`;
  const known = directories.get(key);
  if (how === 'removed') directories.delete(key);
  if (how !== 'made') return known;
  const directory = known ?? makeVolume({ id: key }, { root: { uid: 0, gid: 0, mode: 0o755 } });
  directories.set(key, directory);
  return directory;
}
