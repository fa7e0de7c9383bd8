import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Component } from './component.ts';

/** A component of the control plane ended, or was not ready in time, while the cluster started. */
export class ComponentFailure extends Error {
  readonly log: string;

  constructor({ name, log }: Pick<Component, 'name' | 'log'>, how: string) {
    super(`${name} ${how}`);
    this.name = 'ComponentFailure';
    this.log = log;
  }
}

/** Names the component that took too long. */
export async function inTime<T>(component: Pick<Component, 'name' | 'log'>, waiting: Promise<T>): Promise<T> {
  try {
    return await waiting;
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
    throw new ComponentFailure(component, 'was not ready in time');
  }
}

/** The error of a step that was aborted: the signal's reason or, when time was up, what was not done. */
export function abortedAt(signal: AbortSignal, step: string, what: string): Error {
  const reason: Error = signal.reason;
  return reason.name === 'TimeoutError' ? new Error(`${step}: ${what}`, { cause: reason }) : reason;
}

interface FailedStart {
  /** Kind of the cluster, as in the message. */
  readonly cluster: string;
  readonly logs: string;
  /** Directory in which the logs are kept, in a directory of their own. */
  readonly keepIn: string;
  /** The caller's. */
  readonly signal: AbortSignal;
}

/** The error of a failed start: which component failed and why. Its logs, which would go with the cluster, are kept. */
export async function startError(failure: Error, { cluster, logs, keepIn, signal }: FailedStart): Promise<Error> {
  if (signal.aborted) return signal.reason;
  const message = `the ${cluster} cluster did not start: ${failure.message}`;
  if (!(failure instanceof ComponentFailure)) return new Error(message, { cause: failure });
  const kept = await mkdtemp(join(keepIn, 'plimsoll-logs-'));
  await cp(logs, kept, { recursive: true });
  const log = join(kept, basename(failure.log));
  const reason = lineThatMatters(await readFile(log, 'utf8'));
  return new Error(`${message}${reason ? `: ${reason}` : ''}; its log is ${log}`, { cause: failure });
}

/** The line of a component's log that says why it ended: the last fatal one, else the last error, else the last. */
export function lineThatMatters(log: string): string | undefined {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const line = lines.findLast(isFatal) ?? lines.findLast(isError) ?? lines.at(-1);
  return line && inWords(line);
}

const isFatal = (line: string) =>
  /^F\d{4} |^panic: |^fatal error: |^[Ee]rror: |"command failed"|"level":"(fatal|panic)"/.test(line);
const isError = (line: string) => /^E\d{4} |"level":"error"/.test(line);

/** klog writes `E1122 21:04:19.177231   23227 options.go:205] …`; etcd writes JSON. */
function inWords(line: string): string {
  if (line.startsWith('{')) {
    try {
      const { msg, error } = JSON.parse(line) as { msg?: string; error?: string };
      return [msg, error].filter(Boolean).join(': ') || line;
    } catch {
      return line; // it only looks like JSON
    }
  }
  return line.replace(/^[EFIW]\d{4} [\d:.]+ +\d+ [^\]]*\] /, '').trim();
}
