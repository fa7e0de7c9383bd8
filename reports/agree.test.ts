import { expect } from 'chai';
import type { ConformanceReport } from '../harness/report.ts';
import type { VerdictKind } from '../harness/verdict.ts';
import { badgeReporter } from './badge/badge.ts';
import { htmlReporter } from './html/report-html.ts';
import { jsonReporter } from './json/report-json.ts';
import { junitReporter } from './junit/junit.ts';
import { summaryReporter } from './markdown/markdown.ts';
import { interrupted, notStarted } from './sample/cut-short.ts';
import { everyVerdict } from './sample/every-verdict.ts';
import { flaky } from './sample/flaky.ts';
import { hostile } from './sample/hostile.ts';
import { parsedJUnit } from './sample/parsed-junit.ts';
import { transcript } from './sample/transcript.ts';

const kinds: readonly VerdictKind[] = ['passed', 'drifted', 'failed', 'errored', 'skipped'];
type Counts = Readonly<Record<VerdictKind, number>>;

/** Numbers before the names of verdicts, as in the texts of reports. */
function inWords(text: string): Counts {
  const of = (kind: VerdictKind) => Number(new RegExp(`\\b(\\d+) ${kind}\\b`).exec(text)?.[1] ?? 0);
  return Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Counts;
}

function counted(verdicts: readonly (string | undefined)[]): Counts {
  return Object.fromEntries(kinds.map((kind) => [kind, verdicts.filter((each) => each === kind).length])) as Counts;
}

/** What each report says, read as its reader reads it. */
const readers: Readonly<Record<string, (report: ConformanceReport) => Counts>> = {
  'report.json': (report) => {
    const { scenarios } = JSON.parse(jsonReporter.render(report)) as ConformanceReport;
    return counted(scenarios.map(({ verdict }) => verdict.kind));
  },
  "report.json's summary": (report) => {
    const { summary } = JSON.parse(jsonReporter.render(report)) as ConformanceReport;
    return Object.fromEntries(kinds.map((kind) => [kind, summary[kind]])) as Counts;
  },
  JUnit: (report) => {
    const cases = parsedJUnit(junitReporter().render(report)).suites.flatMap((suite) => suite.cases);
    return counted(cases.map(({ properties }) => properties.verdict));
  },
  "JUnit's counters": (report) => {
    // Of the run's own steps there is no verdict; drift is a passing case.
    const [, ...suites] = parsedJUnit(junitReporter().render(report)).suites;
    const sum = (counter: string) => suites.reduce((all, { attributes }) => all + Number(attributes[counter]), 0);
    const [failed, errored, skipped] = [sum('failures'), sum('errors'), sum('skipped')];
    const { drifted } = report.summary;
    return { passed: sum('tests') - failed - errored - skipped - drifted, drifted, failed, errored, skipped };
  },
  'summary.md': (report) => inWords(summaryReporter.render(report).split('\n', 1)[0] ?? ''),
  "summary.md's rows": (report) => {
    const rows = summaryReporter.render(report).matchAll(/^\| (drifted|failed|errored|skipped)\b/gm);
    return { ...counted(Array.from(rows, ([, kind]) => kind)), passed: report.summary.passed };
  },
  'report.html': (report) => inWords(/<h1>(.*?)<\/h1>/s.exec(htmlReporter.render(report))?.[1] ?? ''),
  "report.html's scenarios": (report) => {
    const scenarios = htmlReporter.render(report).matchAll(/<details class="scenario" data-verdict="(\w+)"/g);
    return counted(Array.from(scenarios, ([, kind]) => kind));
  },
  'badge.json': (report) => inWords((JSON.parse(badgeReporter.render(report)) as { message: string }).message),
  'the console': (report) => {
    const look = { columns: 100, colours: false, interactive: false };
    return inWords(/^verdicts .*$/m.exec(transcript(report, look))?.[0] ?? '');
  },
};

describe('all reports of a run', () => {
  for (const [name, sample] of Object.entries({ everyVerdict, flaky, hostile, interrupted, notStarted }))
    for (const [file, read] of Object.entries(readers))
      it(`count alike: ${file} of ${name}`, () => {
        expect(read(sample())).to.deep.equal(counted(sample().scenarios.map(({ verdict }) => verdict.kind)));
      });
});
