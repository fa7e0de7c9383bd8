import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { KindState } from '../state.ts';

const run = promisify(execFile);

/** Milliseconds: a node that answers no more must not keep a run from its end. */
const longest = 60_000;

/**
 * Has kind copy the logs of all nodes, of the pods on them, and what it knows of the engine, into an existing directory. Rejects when
 * the signal is aborted meanwhile.
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
