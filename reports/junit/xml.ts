import Builder from 'fast-xml-builder';
import { oneLine, printable, shortened } from '../words/text.ts';

/** What the readers of a file ask for. */
export interface XmlOptions {
  /** Of a case's text, in characters; what is cut off is in report.json. */
  readonly longestText?: number;
  /** False for readers that print the message before the text: the k/k writer leaves it out as well. */
  readonly messages?: boolean;
}

/** The suites as an XML document, with counters from the cases; `seconds` is the run's own duration. */
export function inXml(suites: readonly TestSuite[], seconds: number, options: XmlOptions = {}): string {
  return builder.build({
    '?xml': attributes({ version: '1.0', encoding: 'UTF-8' }),
    testsuites: {
      ...attributes({ name: 'plimsoll', ...counters(suites.flatMap(({ cases }) => cases)), time: inSeconds(seconds) }),
      testsuite: suites.map((suite) => suiteElement(suite, options)),
    },
  });
}

const builder = new Builder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
});

function suiteElement({ name, startedAt, properties, cases }: TestSuite, options: XmlOptions): object {
  return {
    ...attributes({
      name,
      ...counters(cases),
      time: inSeconds(cases.reduce((sum, testCase) => sum + testCase.seconds, 0)),
      // The schema of Ant, which began all this, knows no zone (UTC is meant) and asks for a host name.
      timestamp: startedAt.slice(0, 'YYYY-MM-DDThh:mm:ss'.length),
      hostname: 'localhost',
    }),
    ...propertiesElement(properties),
    testcase: cases.map((testCase) => caseElement(testCase, options)),
  };
}

function caseElement(testCase: TestCase, options: XmlOptions): object {
  const { classname, name, seconds, file, line, properties, outcome, before = [], systemOut } = testCase;
  const reruns = before.map(({ type, message, text }) => ({
    ...attributes({ message, type }),
    stackTrace: textElement(text, options),
  }));
  return {
    ...attributes({ classname, name, time: inSeconds(seconds), file, line: line?.toString() }),
    ...propertiesElement(properties),
    ...outcomeElement(outcome, options),
    // As Maven's Surefire: it is flaky when the case is green.
    ...(reruns.length > 0 && { [outcome.kind === 'passed' ? 'flakyFailure' : 'rerunFailure']: reruns }),
    ...(systemOut && { 'system-out': textElement(systemOut, options) }),
  };
}

function outcomeElement(outcome: Outcome, options: XmlOptions): object {
  switch (outcome.kind) {
    case 'passed':
      return {};
    case 'skipped':
      return { skipped: { ...attributes({ message: outcome.reason }), '#text': printable(outcome.reason) } };
    case 'failure':
    case 'error': {
      const { type, message, text } = outcome;
      const shown = options.messages === false ? { type } : { message, type };
      return { [outcome.kind]: { ...attributes(shown), '#text': textElement(text, options) } };
    }
  }
}

function textElement(text: string, { longestText = Number.POSITIVE_INFINITY }: XmlOptions): string {
  return shortened(text, longestText);
}

function propertiesElement(properties: Properties): object {
  const property = Object.entries(properties).map(([name, value]) => attributes({ name, value }));
  return property.length > 0 ? { properties: { property } } : {};
}

/** Each case counts as one test and as at most one of the others. */
function counters(cases: readonly TestCase[]): Record<string, string> {
  const count = (kind: Outcome['kind']) => `${cases.filter(({ outcome }) => outcome.kind === kind).length}`;
  return { tests: `${cases.length}`, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function inSeconds(seconds: number): string {
  return seconds.toFixed(3);
}

/** On one line, since parsers turn line feeds in attributes into spaces anyway. */
function attributes(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(given.map(([name, value]) => [`@${name}`, oneLine(value, longestAttribute)]));
}

const longestAttribute = 1_000;

/** A JUnit suite; never nested, never empty. */
export interface TestSuite {
  /** Short and stable: TestGrid puts it before each case's name. */
  readonly name: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly properties: Properties;
  readonly cases: readonly TestCase[];
}

export interface TestCase {
  readonly classname: string;
  readonly name: string;
  readonly seconds: number;
  readonly file?: string;
  readonly line?: number;
  readonly properties: Properties;
  readonly outcome: Outcome;
  /** Earlier attempts, oldest first, none of which passed. */
  readonly before?: readonly Reason[];
  readonly systemOut?: string;
}

export type Properties = Readonly<Record<string, string>>;

/**
 * `failure`: the cluster does not conform. `error`: inconclusive. The text is complete, its first line a summary; the
 * message must not repeat it, since Spyglass, TestGrid and Sonobuoy print both, nor be empty, since Jenkins prints it
 * alone.
 */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | ({ readonly kind: 'failure' | 'error' } & Reason);

export interface Reason {
  readonly type: string;
  readonly message: string;
  readonly text: string;
}
