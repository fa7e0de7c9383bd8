import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';

/** An element as a consumer of JUnit reads it. */
export interface ParsedSuite {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly cases: ParsedCase[];
}

export interface ParsedCase {
  readonly classname: string;
  readonly name: string;
  /** `time`, `file`, `line`, … */
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
  /** The children that make a case more than a passed one, with their attributes and `text`. */
  readonly outcomes: readonly Readonly<Record<string, string>>[];
  /** `flakyFailure` and `rerunFailure`, with their attributes and `text`. */
  readonly before: readonly Readonly<Record<string, string>>[];
  readonly systemOut?: string;
}

/** Reads a report with two parsers: one as strict as XML 1.0, and one that builds a tree. */
export function parsedJUnit(xml: string): { counters: Readonly<Record<string, string>>; suites: ParsedSuite[] } {
  const strict = new SaxesParser();
  strict.on('error', (error) => {
    throw error;
  });
  strict.write(xml).close();

  const { testsuites } = parser.parse(xml) as { testsuites: Node };
  return { counters: attributesOf(testsuites), suites: children(testsuites, 'testsuite').map(suiteOf) };
}

type Node = { readonly [name: string]: string | readonly Node[] | Node };

const reruns = ['flakyFailure', 'rerunFailure'];
const manyOfThem = ['testsuite', 'testcase', 'property', 'failure', 'error', 'skipped'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  alwaysCreateTextNode: true,
  parseTagValue: false,
  trimValues: false,
  // Messages hold thousands of escaped characters; the limit protects from strangers' documents.
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
  isArray: (name) => [...manyOfThem, ...reruns].includes(name),
});

function suiteOf(suite: Node): ParsedSuite {
  const attributes = attributesOf(suite);
  return { name: attributes.name ?? '', attributes, cases: children(suite, 'testcase').map(caseOf) };
}

function caseOf(testCase: Node): ParsedCase {
  const attributes = attributesOf(testCase);
  const { classname = '', name = '' } = attributes;
  const [properties] = children(testCase, 'properties');
  const [systemOut] = children(testCase, 'system-out');
  return {
    classname,
    name,
    attributes,
    properties: Object.fromEntries(
      children(properties ?? {}, 'property')
        .map(attributesOf)
        .map(({ name, value }) => [name, value]),
    ),
    outcomes: ['failure', 'error', 'skipped'].flatMap((kind) =>
      children(testCase, kind).map((node) => ({ kind, ...attributesOf(node), text: `${node['#text']}` })),
    ),
    before: reruns.flatMap((kind) =>
      children(testCase, kind).map((node) => ({
        ...{ kind, ...attributesOf(node) },
        text: `${children(node, 'stackTrace')[0]?.['#text']}`,
      })),
    ),
    ...(systemOut && { systemOut: `${systemOut['#text']}` }),
  };
}

function children(node: Node, name: string): readonly Node[] {
  const found = node[name];
  if (found === undefined || typeof found === 'string') return [];
  return Array.isArray(found) ? found : [found as Node];
}

function attributesOf(node: Node): Record<string, string> {
  const attributes = Object.entries(node).filter(([name]) => name.startsWith('@'));
  return Object.fromEntries(attributes.map(([name, value]) => [name.slice(1), `${value}`]));
}
