import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { directoryEntries } from './directory-entries.ts';
import { filledVolume, type MakeVolume } from './volume.ts';

/**
 * Volumes that are directories of this machine, for kubelets that mount what is really there: those of a zone are below
 * `zones/<zone>`, those that every zone reaches below `shared`. A volume of an id that there was before starts anew.
 */
export function directoryVolumes(root: string): MakeVolume {
  return ({ id, zone }, options = {}) => {
    const directory = join(root, zone ? join('zones', zone) : 'shared', nameOf(id));
    return { ...filledVolume(directoryEntries(directory), options), directory };
  };
}

/** An id may be a path, a handle with `#`, or longer than names of files can be. */
function nameOf(id: string): string {
  const digits = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${id.replace(/[^A-Za-z0-9.-]+/g, '-').slice(-60)}-${digits}`;
}
