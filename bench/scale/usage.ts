import { readFile } from 'node:fs/promises';

/** What a process has used so far: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html and proc_pid_stat.5.html */
export interface Usage {
  /** Resident memory in MiB. */
  readonly memory: number;
  readonly peakMemory: number;
  /** Processor time in seconds. */
  readonly processor: number;
}

/** Linux counts processor time in hundredths of a second on every machine that Plimsoll runs on. */
const ticks = 100;

export async function usageOf(pid: number): Promise<Usage> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const mebibytes = (field: string) =>
    Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024);
  // The name in brackets may hold spaces; what comes behind it is fields 3 and on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const processor = (Number(fields[11]) + Number(fields[12])) / ticks;
  return { memory: mebibytes('VmRSS'), peakMemory: mebibytes('VmHWM'), processor };
}
