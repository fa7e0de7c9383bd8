import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ConformanceReport } from '../harness/report.ts';
import type { Reporter } from '../harness/reporter.ts';

/**
 * Writes what each reporter makes of the report into the directory, which is created, and resolves with the paths. A reader never
 * finds half a file. Called again while a write is under way, it writes the newest report next and skips those between; every
 * caller waits until its report, or a newer one, is on disk. Rejects, after having written what it could, with what it could not write.
 */
export function writeReports(
  directory: string,
  report: ConformanceReport,
  reporters: readonly Reporter[],
): Promise<string[]> {
  const path = resolve(directory);
  const desk = desks.get(path) ?? {};
  desks.set(path, desk);
  desk.next = () => writeAll(path, report, reporters);
  desk.afterwards ??= afterwards(path, desk);
  return desk.afterwards;
}

/** The writing in one directory: what is under way, what comes next, and the promise of those who wait for it. */
interface Desk {
  underWay?: Promise<unknown>;
  next?: (() => Promise<string[]>) | undefined;
  afterwards?: Promise<string[]> | undefined;
}

const desks = new Map<string, Desk>();

async function afterwards(path: string, desk: Desk): Promise<string[]> {
  // Whoever waits for the write under way hears of its failure; the next one is tried all the same.
  await desk.underWay?.catch(() => undefined);
  const write = desk.next;
  desk.next = undefined;
  desk.afterwards = undefined;
  const writing = write?.() ?? Promise.resolve([]);
  desk.underWay = writing;
  try {
    return await writing;
  } finally {
    if (!desk.afterwards) desks.delete(path);
  }
}

async function writeAll(
  directory: string,
  report: ConformanceReport,
  reporters: readonly Reporter[],
): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const written = await Promise.allSettled(reporters.map((reporter) => writeOne(directory, report, reporter)));
  const errors = written.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join('; '));
  return written.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function writeOne(directory: string, report: ConformanceReport, reporter: Reporter): Promise<string> {
  const path = join(directory, reporter.fileName(report));
  const draft = join(dirname(path), `.${reporter.fileName(report)}.${process.pid}.tmp`);
  try {
    await writeFile(draft, reporter.render(report));
    await rename(draft, path);
    return path;
  } catch (cause) {
    await rm(draft, { force: true });
    throw new Error(`could not write the report ${path}: ${(cause as Error).message}`, { cause });
  }
}
