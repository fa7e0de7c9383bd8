import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A cluster that outlives the command that started it. */
export interface Hosted {
  readonly name: string;
  readonly pid: number;
  /** Clock ticks since boot at which the process began: together with the pid it names one process for ever. */
  readonly began: string;
  readonly kubeconfig: string;
  readonly kubernetes: string;
  readonly log: string;
}

export function fileOf(state: string, name: string, ending: 'json' | 'log'): string {
  return join(state, 'clusters', `${name}.${ending}`);
}

export function remember(state: string, hosted: Hosted): void {
  const file = fileOf(state, hosted.name, 'json');
  mkdirSync(join(state, 'clusters'), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(hosted, undefined, 2));
  renameSync(`${file}.new`, file);
}

export function readHosted(state: string, name: string): Hosted | undefined {
  const file = fileOf(state, name, 'json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Hosted;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file} does not tell of a cluster; delete it if nothing of that name runs`, { cause: error });
  }
}

export function forget(state: string, name: string): void {
  rmSync(fileOf(state, name, 'json'), { force: true });
}

export function isAlive({ pid, began }: Pick<Hosted, 'pid' | 'began'>): boolean {
  return beginningOf(pid) === began;
}

/** Field 22 of proc_pid_stat(5); undefined when there is no such process, or only its zombie. */
export function beginningOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined; // no such process
  }
}
