import { execFile } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { KindState } from './state.ts';

export interface KeptLogs {
  readonly state: KindState;
  readonly kind: string;
  /** Directory in which the logs are kept, in one of their own. */
  readonly keepIn: string;
  /** Aborting it ends the wait for the nodes' logs. */
  readonly signal: AbortSignal;
}

/**
 * Says at which step it failed and why, and keeps the logs, which would go with the nodes. Rejects with the signal's
 * reason.
 */
export async function startError(failure: Error, { state, kind, keepIn, signal }: KeptLogs): Promise<Error> {
  const kept = await mkdtemp(join(keepIn, 'plimsoll-logs-'));
  const log = join(kept, basename(state.log));
  await cp(state.log, log).catch(() => undefined); // kind may not have been started yet
  const exported = await exportLogs(kind, state, { directory: kept, signal }).then(
    () => `; its log is ${log}, and those of its nodes are beside it`,
    () => `; its log is ${log}`, // no node was there yet
  );
  signal.throwIfAborted();
  return new Error(`the kind cluster did not start: ${failure.message}${exported}`, { cause: failure });
}

const run = promisify(execFile);

/** Milliseconds: a node that answers no more must not keep a run from its end. */
const longest = 60_000;

/**
 * Has kind copy the logs of all nodes, of the pods on them, and what it knows of the engine, into an existing
 * directory. Rejects when the signal is aborted meanwhile.
 */
export async function exportLogs(
  kind: string,
  { cluster, mark }: KindState,
  { directory, signal }: { readonly directory: string; readonly signal?: AbortSignal },
): Promise<void> {
  const marks = Object.entries(mark).map(([name, value]) => `${name}=${value}`);
  const args = [...marks, 'KIND_EXPERIMENTAL_PROVIDER=docker', kind, 'export', 'logs', directory, '--name', cluster];
  await run('/usr/bin/env', args, { timeout: longest, killSignal: 'SIGKILL', ...(signal && { signal }) });
}
