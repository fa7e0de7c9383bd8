import type { Behaviour } from './containers.ts';
import type { Filesystem } from './filesystem.ts';
import type { User } from './volume.ts';
import { httpd, servesNginx } from './web-servers.ts';

/** One command while it runs. */
export interface Process {
  readonly args: readonly string[];
  readonly start: Parameters<Behaviour>[0];
  /** Takes a line of standard output. */
  out(line: string): void;
  /** Takes a line of standard error. */
  err(line: string): void;
}

export type ShellCommand = (process: Process) => number | Promise<number>;

/** The commands that containers here know, as busybox has them; each returns its exit code. */
export const commands: Readonly<Record<string, ShellCommand>> = {
  ...fileCommands,
  true: () => 0,
  ':': () => 0,
  false: () => 1,
  echo({ args, out }) {
    const text = (args[0] === '-n' || args[0] === '-e' ? args.slice(1) : args).join(' ');
    out(text);
    return 0;
  },
  hostname({ start, out }) {
    out(start.env.HOSTNAME ?? 'localhost');
    return 0;
  },
  id({ args: [option], start: { user }, out }) {
    out(identity(user, option));
    return 0;
  },
  test: ({ args, start }) => test(args, start),
  '[': ({ args, start }) => test(args.at(-1) === ']' ? args.slice(0, -1) : args, start),
  async sleep({ args: [duration = '0'], start: { clock, signal } }) {
    for (;;) {
      await clock.sleep(duration === 'infinity' ? 86_400_000 : secondsIn(duration) * 1000, signal);
      if (duration !== 'infinity') return 0;
    }
  },
  nginx: ({ start }) => servesNginx(start),
  httpd,
};

function test([operator, path = '']: readonly string[], { files }: Process['start']): number {
  const exists = files.ownership(path) !== undefined;
  const isDirectory = files.isDirectory(path);
  const holds =
    operator === '-f'
      ? exists && !isDirectory
      : operator === '-s'
        ? Boolean(files.read(path))
        : operator === '-d'
          ? isDirectory
          : operator === '-e'
            ? exists
            : false;
  return holds ? 0 : 1;
}

/** `uid=1000 gid=3000 groups=2000,3000`: only root has a name. */
function identity({ uid, gid, groups }: User, option: string | undefined): string {
  const all = [...new Set([gid, ...groups])].sort((one, other) => one - other);
  if (option === '-u') return `${uid}`;
  if (option === '-g') return `${gid}`;
  if (option === '-G') return all.join(' ');
  const named = (id: number) => (id === 0 ? '0(root)' : `${id}`);
  return `uid=${named(uid)} gid=${named(gid)} groups=${all.map(named).join(',')}`;
}

function secondsIn(duration: string): number {
  const [, amount = '0', unit = 's'] = /^([\d.]+)([smhd]?)$/.exec(duration) ?? [];
  return Number(amount) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit || 's'] ?? 1);
}

/** The commands about files, as busybox has them. */
export const fileCommands: Readonly<Record<string, ShellCommand>> = {
  cat({ args, start: { files }, out, err }) {
    let code = 0;
    for (const path of args) {
      const { content, problem } = opened(files, path);
      if (problem) err(`cat: can't open '${path}': ${problem}`);
      if (problem) code = 1;
      for (const line of linesIn(content)) out(line);
    }
    return code;
  },
  grep({ args, start: { files }, out, err }) {
    const quiet = args.some((arg) => /^-\w*q/.test(arg));
    const [text = '', path = ''] = args.filter((arg) => !arg.startsWith('-'));
    const { content, problem } = opened(files, path);
    if (problem) {
      err(`grep: ${path}: ${problem}`);
      return 2;
    }
    const found = linesIn(content).filter((line) => line.includes(text));
    if (!quiet) found.map((line) => out(line));
    return found.length > 0 ? 0 : 1;
  },
  mkdir({ args, start: { files }, err }) {
    const parents = args.some((arg) => /^-\w*p/.test(arg));
    let code = 0;
    for (const path of args.filter((arg) => !arg.startsWith('-'))) {
      const failed = parents ? madeWithParents(files, path) : made(files, path);
      if (failed) err(`mkdir: can't create directory '${failed.path}': ${failed.why}`);
      if (failed) code = 1;
    }
    return code;
  },
  ls({ args, start, out, err }) {
    const numeric = args.some((arg) => /^-\w*n/.test(arg));
    let code = 0;
    for (const path of args.filter((arg) => !arg.startsWith('-'))) {
      const ownership = start.files.ownership(path);
      if (ownership) out(inLs(path, start, { numeric }));
      else err(`ls: ${path}: No such file or directory`);
      if (!ownership) code = 1;
    }
    return code;
  },
  stat({ args, start: { files }, out, err }) {
    const [format = '', ...paths] = args[0] === '-c' ? args.slice(1) : ['%n', ...args];
    let code = 0;
    for (const path of paths) {
      const found = files.ownership(path);
      if (!found) err(`stat: can't stat '${path}': No such file or directory`);
      if (!found) code = 1;
      const fields: Readonly<Record<string, string>> = {
        a: (found?.mode ?? 0).toString(8),
        u: `${found?.uid}`,
        g: `${found?.gid}`,
        n: path,
        F: files.isDirectory(path) ? 'directory' : 'regular file',
      };
      if (found) out(format.replace(/%(\w)/g, (whole, letter) => fields[letter] ?? whole));
    }
    return code;
  },
};

/** A file's content, or why there is none. */
function opened(files: Filesystem, path: string): { readonly content?: string | undefined; readonly problem?: string } {
  try {
    const content = files.read(path);
    if (content !== undefined) return { content };
    return { problem: files.isDirectory(path) ? 'Is a directory' : 'No such file or directory' };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

interface Failed {
  readonly path: string;
  readonly why: string;
}

function made(files: Filesystem, path: string): Failed | undefined {
  try {
    files.mkdir(path);
    return undefined;
  } catch (error) {
    return { path, why: (error as Error).message };
  }
}

/** Names the directory that could not be made with the slash behind it, as bb_make_directory in libbb does. */
function madeWithParents(files: Filesystem, path: string): Failed | undefined {
  const ends = [...path.matchAll(/\/+|$/g)].map(({ index, 0: slashes }) => index + slashes.length);
  for (const end of ends) {
    const directory = path.slice(0, end);
    const failed = directory === '' || files.isDirectory(directory) ? undefined : made(files, directory);
    if (failed) return failed;
  }
  return undefined;
}

function linesIn(content: string | undefined): string[] {
  return content ? content.replace(/\n$/, '').split('\n') : [];
}

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
