import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Component } from './component.ts';
import { lineThatMatters } from './line-that-matters.ts';

/** A component of the control plane ended, or was not ready in time, while the cluster started. */
export class ComponentFailure extends Error {
  readonly log: string;

  constructor({ name, log }: Pick<Component, 'name' | 'log'>, how: string) {
    super(`${name} ${how}`);
    this.name = 'ComponentFailure';
    this.log = log;
  }
}

/** Says which component it was that took too long. */
export async function inTime<T>(component: Pick<Component, 'name' | 'log'>, waiting: Promise<T>): Promise<T> {
  try {
    return await waiting;
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
    throw new ComponentFailure(component, 'was not ready in time');
  }
}

export interface Kept {
  /** Kind of the cluster. */
  readonly cluster: string;
  readonly logs: string;
  /** Directory in which the logs are kept, in one of their own. */
  readonly keepIn: string;
}

/** Says which component failed and why, and keeps the logs, which would go with the cluster. */
export async function explained(failure: ComponentFailure, { cluster, logs, keepIn }: Kept): Promise<Error> {
  const kept = await mkdtemp(join(keepIn, 'plimsoll-logs-'));
  await cp(logs, kept, { recursive: true });
  const log = join(kept, basename(failure.log));
  const reason = lineThatMatters(await readFile(log, 'utf8'));
  return new Error(
    `the ${cluster} cluster did not start: ${failure.message}${reason ? `: ${reason}` : ''}; its log is ${log}`,
    { cause: failure },
  );
}
