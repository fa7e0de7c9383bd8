import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lineThatMatters } from '../../embedded/processes/line-that-matters.ts';

/** Says why k3s did not start, and keeps its log, which would go with its container. */
export async function explained(failure: Error, log: string, keepIn: string): Promise<Error> {
  const said = await readFile(log, 'utf8').catch(() => ''); // there is none when no container was made
  const reason = lineThatMatters(said);
  const message = `the k3s cluster did not start: ${failure.message}`;
  if (!reason) return new Error(message, { cause: failure });
  const kept = join(await mkdtemp(join(keepIn, 'plimsoll-logs-')), 'k3s.log');
  await cp(log, kept);
  return new Error(`${message}: ${reason}; its log is ${kept}`, { cause: failure });
}
