import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../control-plane/docker/engine.ts';
import { said } from '../control-plane/docker/said.ts';
import { lineThatMatters } from '../control-plane/processes/line-that-matters.ts';

export interface Kept {
  readonly docker: Engine['docker'];
  /** Of the container. */
  readonly name: string;
  /** File that took what k3s said. */
  readonly log: string;
  /** Directory in which the log is kept, in one of its own. */
  readonly keepIn: string;
}

/** Says why k3s did not start, and keeps its log, which would go with its container. */
export async function explained(failure: Error, { docker, name, log, keepIn }: Kept): Promise<Error> {
  // One that ends at once has said all before anybody listens; one that is gone was listened to.
  const text = (await said(docker, name)) || (await readFile(log, 'utf8').catch(() => ''));
  const reason = lineThatMatters(text);
  const message = `the k3s cluster did not start: ${failure.message.trim()}`;
  if (!reason) return new Error(message, { cause: failure });
  const kept = join(await mkdtemp(join(keepIn, 'plimsoll-logs-')), 'k3s.log');
  await writeFile(kept, text, { mode: 0o600 });
  return new Error(`${message}: ${reason}; its log is ${kept}`, { cause: failure });
}
