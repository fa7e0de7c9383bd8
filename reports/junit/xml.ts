import Builder from 'fast-xml-builder';
import { printable } from '../words/printable.ts';
import { oneLine } from '../words/shortened.ts';
import type { Outcome, Properties, TestCase, TestSuite } from './test-suite.ts';

/** The suites as an XML document. Counters are counted here, from the cases themselves; `seconds` is the run's own duration. */
export function inXml(suites: readonly TestSuite[], seconds: number): string {
  return builder.build({
    '?xml': attributes({ version: '1.0', encoding: 'UTF-8' }),
    testsuites: {
      ...attributes({ name: 'plimsoll', ...counters(suites.flatMap(({ cases }) => cases)), time: inSeconds(seconds) }),
      testsuite: suites.map(suiteElement),
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

function suiteElement({ name, startedAt, properties, cases }: TestSuite): object {
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
    testcase: cases.map(caseElement),
  };
}

function caseElement({ classname, name, seconds, file, line, properties, outcome, systemOut }: TestCase): object {
  return {
    ...attributes({ classname, name, time: inSeconds(seconds), file, line: line?.toString() }),
    ...propertiesElement(properties),
    ...outcomeElement(outcome),
    ...(systemOut && { 'system-out': printable(systemOut) }),
  };
}

function outcomeElement(outcome: Outcome): object {
  switch (outcome.kind) {
    case 'passed':
      return {};
    case 'skipped':
      return { skipped: { ...attributes({ message: outcome.reason }), '#text': printable(outcome.reason) } };
    case 'failure':
    case 'error': {
      const { type, message, text } = outcome;
      return { [outcome.kind]: { ...attributes({ message, type }), '#text': printable(text) } };
    }
  }
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
