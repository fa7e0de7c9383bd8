import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A cluster that outlives the command that started it. */
export interface Hosted {
  readonly name: string;
  readonly pid: number;
  /** Clock ticks since boot at the start of the process: with the pid, it identifies the process. */
  readonly began: string;
  readonly kubeconfig: string;
  readonly kubernetes: string;
  readonly log: string;
}

/** A file of the cluster in the state directory, which is created readable for this user only. */
export function fileOf(state: string, name: string, ending: 'json' | 'log' | 'sock'): string {
  const file = join(state, 'clusters', `${name}.${ending}`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return file;
}

export function remember(state: string, hosted: Hosted): void {
  const file = fileOf(state, hosted.name, 'json');
  writeFileSync(`${file}.new`, JSON.stringify(hosted, undefined, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The record of the cluster of that name; undefined if there is none, or its process has ended. */
export function readHosted(state: string, name: string): Hosted | undefined {
  const file = fileOf(state, name, 'json');
  const text = textOf(file);
  if (text === undefined) return undefined;
  const hosted = parsed(text);
  if (!hosted) throw new Error(`${file} does not describe a cluster; delete it if no cluster of that name runs`);
  return isAlive(hosted) ? hosted : undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parsed(text: string): Hosted | undefined {
  try {
    const hosted = JSON.parse(text) as Partial<Hosted>;
    return typeof hosted.pid === 'number' && hosted.began && hosted.kubeconfig ? (hosted as Hosted) : undefined;
  } catch {
    return undefined; // no JSON: the caller reports it
  }
}

/** Removes the record of this process; a record of the same name from another process stays. */
export function forget(state: string, { name, pid, began }: Pick<Hosted, 'name' | 'pid' | 'began'>): void {
  const file = fileOf(state, name, 'json');
  const known = parsed(textOf(file) ?? '');
  if (known?.pid === pid && known.began === began) rmSync(file, { force: true });
}

export function isAlive({ pid, began }: Pick<Hosted, 'pid' | 'began'>): boolean {
  return startTimeOf(pid) === began;
}

/** Field 22 of proc_pid_stat(5); undefined when there is no such process, or only its zombie. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined; // no such process
  }
}
