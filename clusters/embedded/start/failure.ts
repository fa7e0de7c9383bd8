import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { lineThatMatters } from '../processes/line-that-matters.ts';

/** A component of the control plane ended, or was not ready in time, while the cluster started. */
export class ComponentFailure extends Error {
  readonly component: string;
  readonly log: string;

  constructor(component: string, { how, log }: { readonly how: string; readonly log: string }) {
    super(`${component} ${how}`);
    this.name = 'ComponentFailure';
    this.component = component;
    this.log = log;
  }
}

/** Says which component failed and why, and keeps the logs, which would go with the cluster. */
export async function explained(failure: ComponentFailure, logs: string): Promise<Error> {
  const kept = await mkdtemp(join(tmpdir(), 'plimsoll-logs-'));
  await cp(logs, kept, { recursive: true });
  const log = join(kept, basename(failure.log));
  const reason = lineThatMatters(await readFile(log, 'utf8'));
  return new Error(
    `the embedded cluster did not start: ${failure.message}${reason ? `: ${reason}` : ''}; its log is ${log}`,
    { cause: failure },
  );
}
