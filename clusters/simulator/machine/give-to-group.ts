import { type Entries, isDirectory } from './entries.ts';
import { type Ownership, setgid } from './permissions.ts';

const rwForGroup = 0o660;
/** What a directory gets besides: SetVolumeOwnership in pkg/volume/volume_linux.go. */
const searchable = setgid | 0o110;

/** Hands everything to a group that may then read and write it; with OnRootMismatch, only if the root is not that group's yet. */
export function giveToGroup(entries: Entries, gid: number, policy: 'Always' | 'OnRootMismatch'): void {
  const top = entries.get('');
  if (policy === 'OnRootMismatch' && top && isGivenTo(gid, top)) return;
  for (const [path, entry] of entries) {
    entries.set(path, { ...entry, gid, mode: entry.mode | rwForGroup | (isDirectory(entry) ? searchable : 0) });
  }
}

function isGivenTo(gid: number, top: Ownership): boolean {
  const needed = rwForGroup | searchable;
  return top.gid === gid && (top.mode & needed) === needed;
}
