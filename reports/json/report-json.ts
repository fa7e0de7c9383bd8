import type { ConformanceReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { inOrderOfId } from '../words/run.ts';
import schema from './report.schema.json' with { type: 'json' };

/** The whole report as JSON, to the letter: nothing is cut or cleaned, and the same report is always the same text. */
export const jsonReporter: Reporter = {
  fileName: () => 'report.json',
  render(report) {
    const sorted: ConformanceReport = { ...report, scenarios: inOrderOfId(report) };
    return `${JSON.stringify(inSchemaOrder(sorted), null, 2)}\n`;
  },
};

/** The same value with properties in the schema's order, and those that the schema leaves open by the alphabet. */
export function inSchemaOrder(value: unknown, described: Described = schema): unknown {
  if (Array.isArray(value)) return value.map((item) => inSchemaOrder(item, resolved(described).items ?? {}));
  if (!isObject(value)) return value;

  const properties = propertiesOf(value, resolved(described));
  const places = new Map(Object.keys(properties).map((name, place) => [name, place]));
  const place = (name: string) => places.get(name) ?? places.size;
  const names = Object.keys(value).sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
  return Object.fromEntries(names.map((name) => [name, inSchemaOrder(value[name], properties[name] ?? {})]));
}

/** As much of JSON Schema as the report's schema uses to describe structure. */
interface Described {
  readonly description?: string;
  readonly type?: string;
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Described;
  readonly oneOf?: readonly Described[];
  readonly properties?: Readonly<Record<string, Described>>;
}

function resolved(described: Described): Described {
  if (!described.$ref) return described;
  const definitions: Readonly<Record<string, Described>> = schema.$defs;
  return definitions[described.$ref.replace('#/$defs/', '')] ?? {};
}

function propertiesOf(value: Readonly<Record<string, unknown>>, described: Described): Record<string, Described> {
  const branches = (described.oneOf ?? []).map(resolved);
  const fitting = branches.find(({ properties }) => properties?.kind?.const === value.kind);
  return { ...described.properties, ...fitting?.properties };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
