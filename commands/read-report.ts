import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../harness/errors.ts';
import type { ConformanceReport } from '../harness/report.ts';
import type { Compared } from '../reports/compare/compare.ts';
import { clusterNames } from './cluster-options.ts';
import { faultOf } from './report-faults.ts';

/** A report, the kind of clusters that it is of, and the file that it was read from. */
export interface ReadReport extends Compared {
  readonly file: string;
}

/**
 * The report of an earlier run, by its path or by that of its directory, held to the schema: reports of older versions may lack what is
 * optional there. Rejects with a BadInputError that names the file and the field when it is none.
 */
export async function readReport(path: string): Promise<ReadReport> {
  const file = await fileOf(path);
  let report: unknown;
  try {
    report = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new BadInputError(`${file}: expected the report.json of a run`, { cause });
  }
  const { apiVersion, kind } = Object(report);
  if (apiVersion !== 'plimsoll/v1' || kind !== 'ConformanceReport')
    throw new BadInputError(`${file}: expected a ConformanceReport of plimsoll/v1; there was ${kind} of ${apiVersion}`);
  const fault = faultOf(report);
  if (fault !== undefined) throw new BadInputError(`${file}: ${fault}`);
  const { clusters, lifecycle } = report as ConformanceReport;
  // Of clusters that did not start there is but their ids.
  const cluster = clusters[0]?.name ?? lifecycle[0]?.cluster.split('/', 1)[0] ?? 'no cluster';
  return { cluster, report: report as ConformanceReport, file };
}

async function fileOf(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? join(path, 'report.json') : path;
  } catch (cause) {
    const kinds = clusterNames.join(', ');
    throw new BadInputError(`${path}: expected a kind of cluster (${kinds}) or the report.json of a run`, { cause });
  }
}
