import type { Behaviour } from './containers.ts';
import { fileCommands } from './file-commands.ts';
import { httpd } from './httpd.ts';
import type { User } from './volume.ts';
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
