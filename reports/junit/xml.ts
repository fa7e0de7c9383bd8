import Builder from 'fast-xml-builder';
import { oneLine, printable, shortened } from '../words/text.ts';

/**
 * The suites as an XML document, with counters from the cases; `seconds` is the run's own duration. Texts of cases have
 * at most `longestText` characters. Without `messages` for readers that print the message before the text: the k/k
 * writer leaves it out as well.
 */
export function inXml(suites: readonly TestSuite[], seconds: number, options: XmlOptions = {}): string {
  return builder.build({
    '?xml': attributes({ version: '1.0', encoding: 'UTF-8' }),
    testsuites: {
      ...attributes({ name: 'plimsoll', ...counters(suites.flatMap(({ cases }) => cases)), time: seconds.toFixed(3) }),
      testsuite: suites.map((suite) => suiteElement(suite, options)),
    },
  });
}

interface XmlOptions {
  readonly longestText?: number;
  readonly messages?: boolean;
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
      time: cases.reduce((sum, testCase) => sum + testCase.seconds, 0).toFixed(3),
      // The schema of Ant, which began all this, knows no zone (UTC is meant) and asks for a host name.
      timestamp: startedAt.slice(0, 'YYYY-MM-DDThh:mm:ss'.length),
      hostname: 'localhost',
    }),
    ...propertiesElement(properties),
    testcase: cases.map((testCase) => caseElement(testCase, options)),
  };
}

function caseElement(
  { classname, name, seconds, file, line, properties, outcome, before = [], systemOut }: TestCase,
  { longestText = Number.POSITIVE_INFINITY, messages = true }: XmlOptions,
): object {
  const reruns = before.map(({ type, message, text }) => ({
    ...attributes({ message, type }),
    stackTrace: shortened(text, longestText),
  }));
  const outcomeElement = () => {
    if (outcome.kind === 'passed') return {};
    if (outcome.kind === 'skipped')
      return { skipped: { ...attributes({ message: outcome.reason }), '#text': printable(outcome.reason) } };
    const { kind, type, message, text } = outcome;
    return {
      [kind]: { ...attributes({ ...(messages && { message }), type }), '#text': shortened(text, longestText) },
    };
  };
  return {
    ...attributes({ classname, name, time: seconds.toFixed(3), file, line: line?.toString() }),
    ...propertiesElement(properties),
    ...outcomeElement(),
    // As Maven's Surefire: it is flaky when the case is green.
    ...(reruns.length > 0 && { [outcome.kind === 'passed' ? 'flakyFailure' : 'rerunFailure']: reruns }),
    ...(systemOut && { 'system-out': shortened(systemOut, longestText) }),
  };
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

/** On one line, since parsers turn line feeds in attributes into spaces anyway. */
function attributes(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value = '']) => [`@${name}`, oneLine(value, 1_000)]));
}

/** A JUnit suite; never nested, never empty. */
export interface TestSuite {
  /** Short and stable: TestGrid puts it before each case's name. */
  readonly name: string;
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
