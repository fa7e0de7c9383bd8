import type { Process } from './shell-commands.ts';

/** One line of busybox' `ls -ld`: `drwxrwsr-x    2 root     2000          4096 Jan  1 00:00 /data`. */
export function inLs(
  path: string,
  { files, clock }: Process['start'],
  { numeric }: { readonly numeric: boolean },
): string {
  const { uid, gid, mode } = files.ownership(path) ?? { uid: 0, gid: 0, mode: 0 };
  const isDirectory = files.isDirectory(path);
  const name = (id: number) => (id === 0 && !numeric ? 'root' : `${id}`).padEnd(8);
  const size = isDirectory ? 4096 : Buffer.byteLength(contentOf(files, path));
  const links = isDirectory ? 2 : 1;
  const letters = `${isDirectory ? 'd' : '-'}${inLetters(mode)}`;
  return `${letters} ${`${links}`.padStart(4)} ${name(uid)} ${name(gid)} ${`${size}`.padStart(9)} ${dateOf(clock.now())} ${path}`;
}

/** 0o2755 is `rwxr-sr-x`. */
function inLetters(mode: number): string {
  const letters = [...'rwxrwxrwx'].map((letter, at) => (mode & (0o400 >> at) ? letter : '-'));
  if (mode & 0o2000) letters[5] = letters[5] === 'x' ? 's' : 'S';
  return letters.join('');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Times of files are not kept: all are of now. */
function dateOf(now: Date): string {
  return `${months[now.getUTCMonth()]} ${`${now.getUTCDate()}`.padStart(2)} ${now.toISOString().slice(11, 16)}`;
}

/** Whoever may not read a file may see how long it is; here it is 0 then. */
function contentOf(files: Process['start']['files'], path: string): string {
  try {
    return files.read(path) ?? '';
  } catch {
    return '';
  }
}
