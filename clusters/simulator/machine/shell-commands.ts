import type { ContainerProcess } from './container-process.ts';
import type { Filesystem } from './filesystem.ts';
import type { User } from './volume.ts';
import { serveDirectory } from './web-servers.ts';

interface CommandRun {
  readonly args: readonly string[];
  readonly process: ContainerProcess;
  out(line: string): void;
  err(line: string): void;
}

type ShellCommand = (run: CommandRun) => number | Promise<number>;

/** The commands of busybox that containers know; each returns its exit code. */
export const commands: Readonly<Record<string, ShellCommand>> = {
  true: () => 0,
  false: () => 1,
  echo({ args, out }) {
    out((args[0] === '-n' || args[0] === '-e' ? args.slice(1) : args).join(' '));
    return 0;
  },
  id({ args: [option], process: { user }, out }) {
    out(identity(user, option));
    return 0;
  },
  async sleep({ args: [duration = '0'], process: { clock, signal } }) {
    for (;;) {
      await clock.sleep(duration === 'infinity' ? 86_400_000 : secondsIn(duration) * 1000, signal);
      if (duration !== 'infinity') return 0;
    }
  },
  test({ args: [operator, path = ''], process: { files } }) {
    const isDirectory = files.isDirectory(path);
    const holds =
      operator === '-f'
        ? files.ownership(path) !== undefined && !isDirectory
        : operator === '-d'
          ? isDirectory
          : operator === '-e' && files.ownership(path) !== undefined;
    return holds ? 0 : 1;
  },
  cat: ({ args, process: { files }, out, err }) =>
    forEach(args, err, (path) => {
      const { content, problem } = opened(files, path);
      for (const line of linesIn(content)) out(line);
      return problem && `cat: can't open '${path}': ${problem}`;
    }),
  grep({ args, process: { files }, out, err }) {
    const [text = '', path = ''] = operands(args);
    const { content, problem } = opened(files, path);
    if (problem) {
      err(`grep: ${path}: ${problem}`);
      return 2;
    }
    const found = linesIn(content).filter((line) => line.includes(text));
    if (!hasOption(args, 'q')) for (const line of found) out(line);
    return found.length > 0 ? 0 : 1;
  },
  mkdir: ({ args, process: { files }, err }) =>
    forEach(operands(args), err, (path) => {
      // Parents are named with a slash at their end, as bb_make_directory in libbb does.
      const parents = [...path.matchAll(/\/+/g)].map(({ index, 0: slashes }) => path.slice(0, index + slashes.length));
      const directories = hasOption(args, 'p') ? [...parents, path].filter((one) => !files.isDirectory(one)) : [path];
      for (const directory of directories) {
        try {
          files.mkdir(directory);
        } catch (error) {
          return `mkdir: can't create directory '${directory}': ${(error as Error).message}`;
        }
      }
      return undefined;
    }),
  ls: ({ args, process, out, err }) =>
    forEach(operands(args), err, (path) => {
      if (!process.files.ownership(path)) return `ls: ${path}: No such file or directory`;
      out(longListing(path, process, { numeric: hasOption(args, 'n') }));
      return undefined;
    }),
  stat({ args, process: { files }, out, err }) {
    const [format = '', ...paths] = args[0] === '-c' ? args.slice(1) : ['%n', ...args];
    return forEach(paths, err, (path) => {
      const found = files.ownership(path);
      if (!found) return `stat: can't stat '${path}': No such file or directory`;
      const { mode, uid, gid } = found;
      const fields: Readonly<Record<string, string>> = { a: mode.toString(8), u: `${uid}`, g: `${gid}`, n: path };
      out(format.replace(/%(\w)/g, (whole, letter) => fields[letter] ?? whole));
      return undefined;
    });
  },
  httpd: ({ args, process, err }) => serveDirectory(args, process, err),
};

/** Reports the problem of each operand; returns 1 if there was any. */
function forEach(
  all: readonly string[],
  err: (line: string) => void,
  work: (operand: string) => string | undefined,
): number {
  let code = 0;
  for (const operand of all) {
    const problem = work(operand);
    if (problem === undefined) continue;
    err(problem);
    code = 1;
  }
  return code;
}

function operands(args: readonly string[]): string[] {
  return args.filter((arg) => !arg.startsWith('-'));
}

function hasOption(args: readonly string[], letter: string): boolean {
  return args.some((arg) => /^-\w/.test(arg) && arg.includes(letter));
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

function linesIn(content: string | undefined): string[] {
  return content ? content.replace(/\n$/, '').split('\n') : [];
}

/** One line of busybox' `ls -ld`: `drwxrwsr-x    2 root     2000          4096 Jan  1 00:00 /data`. */
function longListing(
  path: string,
  { files, clock }: Pick<ContainerProcess, 'files' | 'clock'>,
  { numeric }: { readonly numeric: boolean },
): string {
  const { uid, gid, mode } = files.ownership(path) ?? { uid: 0, gid: 0, mode: 0 };
  const isDirectory = files.isDirectory(path);
  const name = (id: number) => (id === 0 && !numeric ? 'root' : `${id}`).padEnd(8);
  // A file that the user may not read is listed as empty.
  const size = isDirectory ? 4096 : Buffer.byteLength(opened(files, path).content ?? '');
  const kind = `${isDirectory ? 'd' : '-'}${inLetters(mode)} ${isDirectory ? '   2' : '   1'}`;
  // Times of files are not kept: every file has the present time.
  const [, day = '', month, , time = ''] = clock.now().toUTCString().split(' ');
  const date = `${month} ${`${Number(day)}`.padStart(2)} ${time.slice(0, 5)}`;
  return `${kind} ${name(uid)} ${name(gid)} ${`${size}`.padStart(9)} ${date} ${path}`;
}

/** 0o2755 is `rwxr-sr-x`. */
function inLetters(mode: number): string {
  const letters = [...'rwxrwxrwx'].map((letter, at) => (mode & (0o400 >> at) ? letter : '-'));
  if (mode & 0o2000) letters[5] = letters[5] === 'x' ? 's' : 'S';
  return letters.join('');
}
