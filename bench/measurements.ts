import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** The one in the middle, by a number of each. */
export function median<T>(all: readonly T[], of: (each: T) => number): T {
  const middle = all.toSorted((one, other) => of(one) - of(other))[Math.floor(all.length / 2)];
  if (middle === undefined) throw new Error('expected at least one round');
  return middle;
}

export function spread(values: readonly number[], unit: 's' | 'MiB'): string {
  const all = [Math.min(...values), median(values, Number), Math.max(...values)];
  const [min, middle, max] = all.map((value) => `${value.toFixed(unit === 's' ? 2 : 0)} ${unit}`);
  return `min ${min} · median ${middle} · max ${max}`;
}

/** Linux counts processor time in hundredths of a second on every machine that Plimsoll runs on. */
const ticks = 100;

/** What a process has used so far, in MiB and seconds, from proc_pid_status(5) and proc_pid_stat(5). */
export async function usageOf(pid: number) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (field: string) =>
    Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024);
  const { processor } = await timesOf(pid);
  return { memory: mebibytes('VmRSS'), peakMemory: mebibytes('VmHWM'), processor };
}

/** Processor time in seconds of what this process has started, by the name of the program. */
export async function processorOfChildren(): Promise<ReadonlyMap<string, number>> {
  const seconds = new Map<string, number>();
  for (const { program, processor } of await children()) seconds.set(program, processor + (seconds.get(program) ?? 0));
  return seconds;
}

/** The processes that this one has started and that still run; processor time in seconds. */
export async function children(): Promise<readonly { pid: number; program: string; processor: number }[]> {
  const found: { pid: number; program: string; processor: number }[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      const { parent, processor } = await timesOf(Number(pid));
      if (parent !== process.pid) continue;
      const [program = ''] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
      found.push({ pid: Number(pid), program: basename(program), processor });
    } catch {
      // Others' processes end while they are listed.
    }
  }
  return found;
}

async function timesOf(pid: number): Promise<{ readonly parent: number; readonly processor: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold spaces; what comes behind it is fields 3 and on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), processor: (Number(fields[11]) + Number(fields[12])) / ticks };
}
