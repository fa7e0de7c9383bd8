import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ConformanceReport } from '../harness/report.ts';
import type { Reporter } from '../harness/reporter.ts';

/**
 * Writes the report in every format into the directory, which is created, and resolves with the paths. Files appear
 * whole. Called during a write, it writes the newest report next and skips those between; every caller waits until its
 * report, or a newer one, is on disk. Writes what it can, then rejects with what it could not write.
 */
export function writeReports(
  directory: string,
  report: ConformanceReport,
  reporters: readonly Reporter[],
): Promise<string[]> {
  const path = resolve(directory);
  const queue = queues.get(path) ?? {};
  queues.set(path, queue);
  queue.next = () => writeAll(path, report, reporters);
  queue.drain ??= drain(path, queue);
  return queue.drain;
}

/** The writes to one directory: the current one, the next one, and the promise for the callers of the next. */
interface WriteQueue {
  current?: Promise<unknown>;
  next?: (() => Promise<string[]>) | undefined;
  drain?: Promise<string[]> | undefined;
}

const queues = new Map<string, WriteQueue>();

async function drain(path: string, queue: WriteQueue): Promise<string[]> {
  // The callers of the current write get its failure; the next one is tried anyway.
  await queue.current?.catch(() => undefined);
  const write = queue.next;
  queue.next = undefined;
  queue.drain = undefined;
  const writing = write?.() ?? Promise.resolve([]);
  queue.current = writing;
  try {
    return await writing;
  } finally {
    if (!queue.drain) queues.delete(path);
  }
}

async function writeAll(
  directory: string,
  report: ConformanceReport,
  reporters: readonly Reporter[],
): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const written = await Promise.allSettled(
    reporters.map(async (reporter) => {
      const name = reporter.fileName(report);
      const [path, draft] = [join(directory, name), join(directory, `.${name}.${process.pid}.tmp`)];
      try {
        await writeFile(draft, reporter.render(report));
        await rename(draft, path);
        return path;
      } catch (cause) {
        await rm(draft, { force: true });
        throw new Error(`could not write the report ${path}: ${(cause as Error).message}`, { cause });
      }
    }),
  );
  const errors = written.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join('; '));
  return written.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
