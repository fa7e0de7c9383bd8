import { execFile } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { type KindRun, kindCommand } from './create.ts';
import type { KindState } from './state.ts';

/** Adds to a failed start where its logs are kept, which would go with the nodes; rejects once aborted. */
export async function startError(
  failure: Error,
  { state, kind, keepIn, signal }: Pick<KindRun, 'state' | 'kind' | 'signal'> & { readonly keepIn: string },
): Promise<Error> {
  const kept = await mkdtemp(join(keepIn, 'plimsoll-logs-'));
  const log = join(kept, basename(state.log));
  await cp(state.log, log).catch(() => undefined); // kind may not have been started yet
  const exported = await exportLogs(kind, state, { directory: kept, signal }).then(
    () => `; its log is ${log}, and those of its nodes are next to it`,
    () => `; its log is ${log}`, // no node was there yet
  );
  signal.throwIfAborted();
  return new Error(`the kind cluster did not start: ${failure.message}${exported}`, { cause: failure });
}

/** Milliseconds: a node that does not answer must not keep a run from its end. */
const longest = 60_000;

/** Copies the logs of all nodes and their pods, and facts of the engine, into an existing directory. */
export async function exportLogs(
  kind: string,
  state: KindState,
  { directory, signal }: { readonly directory: string; readonly signal?: AbortSignal },
): Promise<void> {
  const command = kindCommand(kind, state, ['export', 'logs', directory, '--name', state.cluster]);
  const options = { timeout: longest, killSignal: 'SIGKILL', ...(signal && { signal }) } as const;
  await promisify(execFile)('/usr/bin/env', command, options);
}
