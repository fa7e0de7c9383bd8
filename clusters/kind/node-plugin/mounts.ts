import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, chown, mkdir, rmdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Mount, Unmount } from './messages.ts';

const run = promisify(execFile);

/** Where kubelets have everything of their pods. */
const kubelet = '/var/lib/kubelet/';

/** Every mount point below the kubelet's directory, from the kernel: proc_pid_mountinfo(5). */
export function mountPoints(table = readFileSync('/proc/self/mountinfo', 'utf8'), below = kubelet): string[] {
  const points = table.split('\n').map((line) => unescaped(line.split(' ')[4] ?? ''));
  return points.filter((point) => point.startsWith(below));
}

export async function mount({ from, to, readOnly, owner }: Mount): Promise<void> {
  if (owner) {
    await chown(from, owner.uid, owner.gid);
    // After the owner, as a change of owner takes setgid away.
    await chmod(from, owner.mode);
  }
  await mkdir(to, { recursive: true });
  await run('mount', ['--bind', from, to]);
  if (!readOnly) return;
  try {
    await run('mount', ['-o', 'remount,bind,ro', to]);
  } catch (error) {
    await unmount({ kind: 'unmount', path: to });
    throw error;
  }
}

export async function unmount({ path }: Unmount): Promise<void> {
  // One may have been mounted over the other.
  while (mountPoints(undefined, '/').includes(path)) await run('umount', [path]);
  await rmdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/** Space, tab, line feed and backslash are written in octal there. */
function unescaped(path: string): string {
  return path.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
