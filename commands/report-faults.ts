import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import schema from '../reports/json/report.schema.json' with { type: 'json' };

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const validate = new Ajv2020({ verbose: true }).addFormat('date-time', time).compile(schema as object);
const verdicts: readonly unknown[] = schema.$defs.verdict.oneOf.map(({ $ref }) => $ref.replace('#/$defs/', ''));

/** The first field of a report that the published schema refuses, and why; undefined when there is none. */
export function faultOf(report: unknown): string | undefined {
  if (validate(report)) return undefined;
  const faults = (validate.errors ?? []).filter(tells);
  const [fault] = faults.toSorted((one, other) => other.instancePath.length - one.instancePath.length);
  if (!fault) return 'expected a ConformanceReport of plimsoll/v1';
  const { instancePath, keyword, data } = fault;
  const field = instancePath
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.');
  const there = keyword === 'required' ? '' : `; there was ${shortened(data)}`;
  return `${field || 'the report'} ${expected(fault)}${there}`;
}

/** Of a verdict every kind is tried in turn; what matters is why it is not what its `kind` says. */
function tells({ keyword, parentSchema, data }: ErrorObject): boolean {
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

function shortened(data: unknown): string {
  const text = JSON.stringify(data) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
