import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { BadInputError } from '../harness/errors.ts';
import type { ConformanceReport } from '../harness/report.ts';
import type { Compared } from '../reports/compare/compare.ts';
import schema from '../reports/json/report.schema.json' with { type: 'json' };
import { clusterNames } from './cluster-options.ts';

/**
 * The report of an earlier run, by its path or its directory, validated with the schema: reports of older versions may
 * lack what is optional there. Rejects with a BadInputError that names file and field if it is invalid.
 */
export async function readReport(path: string): Promise<Compared & { readonly file: string }> {
  const found = await stat(path).catch((cause) => {
    const kinds = clusterNames.join(', ');
    throw new BadInputError(`${path}: expected a kind of cluster (${kinds}) or the report.json of a run`, { cause });
  });
  const file = found.isDirectory() ? join(path, 'report.json') : path;
  let report: unknown;
  try {
    report = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new BadInputError(`${file}: expected the report.json of a run`, { cause });
  }
  const { apiVersion, kind } = Object(report);
  if (apiVersion !== 'plimsoll/v1' || kind !== 'ConformanceReport')
    throw new BadInputError(`${file}: expected a ConformanceReport of plimsoll/v1; found ${kind} of ${apiVersion}`);
  const fault = olderField(Object(report)) ?? faultOf(report);
  if (fault !== undefined) throw new BadInputError(`${file}: ${fault}`);
  const { clusters, lifecycle } = report as ConformanceReport;
  // Clusters that did not start have only an id.
  const cluster = clusters[0]?.name ?? lifecycle[0]?.cluster.split('/', 1)[0] ?? 'no cluster';
  return { cluster, report: report as ConformanceReport, file };
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const validate = new Ajv2020({ verbose: true }).addFormat('date-time', time).compile(schema as object);
const verdicts: readonly unknown[] = schema.$defs.verdict.oneOf.map(({ $ref }) => $ref.replace('#/$defs/', ''));

/** The first field of a report that the published schema refuses, and why; undefined if it is valid. */
function faultOf(report: unknown): string | undefined {
  if (validate(report)) return undefined;
  const faults = (validate.errors ?? []).filter(isRelevant);
  const [fault] = faults.toSorted((one, other) => other.instancePath.length - one.instancePath.length);
  if (!fault) return 'expected a ConformanceReport of plimsoll/v1';
  const { instancePath, keyword, data } = fault;
  const field = instancePath
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.');
  const text = JSON.stringify(data) ?? 'nothing';
  const there = keyword === 'required' ? '' : `; found ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`;
  return `${field || 'the report'} ${expected(fault)}${there}`;
}

/** Ajv tries every kind of verdict; only the errors of the one that `kind` names matter. */
function isRelevant({ keyword, parentSchema, data }: ErrorObject): boolean {
  if (keyword === 'oneOf') return false;
  if (keyword === 'const') return !verdicts.includes(data);
  const kind: unknown = parentSchema?.properties?.kind?.const;
  return keyword !== 'required' || !verdicts.includes(kind) || (data as { kind?: unknown }).kind === kind;
}

function expected({ instancePath, keyword, message, params, schema: wanted }: ErrorObject): string {
  if (instancePath.endsWith('/verdict/kind')) return `must be one of ${verdicts.join(', ')}`;
  if (keyword === 'enum') return `must be one of ${params.allowedValues.join(', ')}`;
  return keyword === 'const' ? `must be ${wanted}` : `${message}`;
}

/** The first field that versions before 0.2 wrote under another name; undefined in a report of today's shape. */
function olderField({ lifecycle, scenarios }: { lifecycle?: unknown; scenarios?: unknown }): string | undefined {
  const isOld = (of: object, now: string, before: string) => !(now in of) && before in of;
  const inList = (value: unknown) => (Array.isArray(value) ? value.map(Object) : []);
  const step = inList(lifecycle).findIndex((each) => isOld(each, 'id', 'name'));
  const statement = inList(scenarios).findIndex((each) => isOld(Object(each.statement), 'description', 'says'));
  if (step < 0 && statement < 0) return undefined;
  const at = step >= 0 ? `lifecycle[${step}]` : `scenarios[${statement}].statement`;
  const fields = step >= 0 ? `expected ${at}.id, found ${at}.name` : `expected ${at}.description, found ${at}.says`;
  return `written by an older version of Plimsoll, whose reports cannot be read any more: ${fields}`;
}
