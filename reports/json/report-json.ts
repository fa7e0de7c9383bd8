import type { Reporter } from '../../harness/reporter.ts';
import { inOrderOfId } from '../words/run.ts';
import { inJson } from '../words/text.ts';
import schema from './report.schema.json' with { type: 'json' };

/** The whole report as JSON, to the letter: nothing is cut or cleaned, and the same report is always the same text. */
export const jsonReporter: Reporter = {
  fileName: () => 'report.json',
  render(report) {
    return inJson(inSchemaOrder({ ...report, scenarios: inOrderOfId(report) }));
  },
};

/** The same value with properties in the schema's order, and those that the schema leaves open by the alphabet. */
export function inSchemaOrder(value: unknown, described: Described = schema): unknown {
  const { items = {}, properties: always, oneOf = [] } = resolved(described);
  if (Array.isArray(value)) return value.map((item) => inSchemaOrder(item, items));
  if (typeof value !== 'object' || value === null) return value;

  const given = Object.entries(value);
  const kind = given.find(([name]) => name === 'kind')?.[1];
  const fitting = oneOf.map(resolved).find(({ properties }) => properties?.kind?.const === kind);
  const properties: Described['properties'] = { ...always, ...fitting?.properties };
  const names = Object.keys(properties);
  const place = (name: string) => (Object.hasOwn(properties, name) ? names.indexOf(name) : names.length);
  const sorted = given.sort(([one], [other]) => place(one) - place(other) || (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, each]) => [name, inSchemaOrder(each, properties[name] ?? {})]));
}

/** As much of JSON Schema as the report's schema uses to describe structure. */
interface Described {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly const?: unknown;
  readonly items?: Described;
  readonly oneOf?: readonly Described[];
  readonly properties?: Readonly<Record<string, Described>>;
}

function resolved(described: Described): Described {
  if (!described.$ref) return described;
  const definitions: Readonly<Record<string, Described>> = schema.$defs;
  return definitions[described.$ref.replace('#/$defs/', '')] ?? {};
}
