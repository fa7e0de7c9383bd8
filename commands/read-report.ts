import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../harness/bad-input.ts';
import type { ConformanceReport } from '../harness/report.ts';
import type { Compared } from '../reports/compare/compare.ts';
import { clusterNames } from './cluster-options.ts';

/** The report of an earlier run, by its path or by that of its directory; rejects with a BadInputError when it is none. */
export async function readReport(path: string): Promise<Compared> {
  const file = await fileOf(path);
  let report: Partial<ConformanceReport>;
  try {
    report = JSON.parse(await readFile(file, 'utf8')) as Partial<ConformanceReport>;
  } catch (cause) {
    throw new BadInputError(`${file}: expected the report.json of a run`, { cause });
  }
  const { apiVersion, kind, scenarios, clusters, lifecycle = [] } = report;
  if (apiVersion !== 'plimsoll/v1' || kind !== 'ConformanceReport' || !scenarios || !clusters)
    throw new BadInputError(`${file}: expected a ConformanceReport of plimsoll/v1; there was ${kind} of ${apiVersion}`);
  // Of clusters that did not start there is but their ids.
  const cluster = clusters[0]?.name ?? lifecycle[0]?.cluster.split('/', 1)[0] ?? 'no cluster';
  return { cluster, report: report as ConformanceReport };
}

async function fileOf(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? join(path, 'report.json') : path;
  } catch (cause) {
    const kinds = clusterNames.join(', ');
    throw new BadInputError(`${path}: expected a kind of cluster (${kinds}) or the report.json of a run`, { cause });
  }
}
