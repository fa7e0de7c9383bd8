import type { Behaviour } from '../containers.ts';
import { servesNginx } from './web-pages.ts';

/** One command while it runs. */
export interface Process {
  readonly args: readonly string[];
  readonly start: Parameters<Behaviour>[0];
  /** Takes a line of standard output. */
  out(line: string): void;
  /** Takes a line of standard error. */
  err(line: string): void;
}

type ShellCommand = (process: Process) => number | Promise<number>;

/** The commands that containers here know, as busybox has them; each returns its exit code. */
export const commands: Readonly<Record<string, ShellCommand>> = {
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
  cat({ args, start, out, err }) {
    const missing = args.filter((path) => start.files.read(path) === undefined);
    for (const path of args) for (const line of linesIn(start.files.read(path))) out(line);
    for (const path of missing) err(`cat: can't open '${path}': No such file or directory`);
    return missing.length > 0 ? 1 : 0;
  },
  grep({ args, start, out, err }) {
    const quiet = args.some((arg) => /^-\w*q/.test(arg));
    const [text = '', path = ''] = args.filter((arg) => !arg.startsWith('-'));
    const content = start.files.read(path);
    if (content === undefined) {
      err(`grep: ${path}: No such file or directory`);
      return 2;
    }
    const found = linesIn(content).filter((line) => line.includes(text));
    if (!quiet) found.map((line) => out(line));
    return found.length > 0 ? 0 : 1;
  },
  test: ({ args, start }) => test(args, start),
  '[': ({ args, start }) => test(args.at(-1) === ']' ? args.slice(0, -1) : args, start),
  // Directories are where files are, so there is nothing to make.
  mkdir: () => 0,
  async sleep({ args: [duration = '0'], start: { clock, signal } }) {
    for (;;) {
      await clock.sleep(duration === 'infinity' ? 86_400_000 : secondsIn(duration) * 1000, signal);
      if (duration !== 'infinity') return 0;
    }
  },
  nginx: ({ start }) => servesNginx(start),
};

function test([operator, path = '']: readonly string[], { files }: Process['start']): number {
  const content = files.read(path);
  const holds =
    operator === '-f'
      ? content !== undefined
      : operator === '-s'
        ? Boolean(content)
        : operator === '-d'
          ? files.isDirectory(path)
          : operator === '-e'
            ? content !== undefined || files.isDirectory(path)
            : false;
  return holds ? 0 : 1;
}

function linesIn(content: string | undefined): string[] {
  return content ? content.replace(/\n$/, '').split('\n') : [];
}

function secondsIn(duration: string): number {
  const [, amount = '0', unit = 's'] = /^([\d.]+)([smhd]?)$/.exec(duration) ?? [];
  return Number(amount) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit || 's'] ?? 1);
}
