import { expect } from 'chai';
import type { ConformanceReport } from '../../harness/report.ts';
import type { Verdict } from '../../harness/verdict.ts';
import { conformanceReport } from '../sample/conformance-report.ts';
import { interrupted, notStarted } from '../sample/cut-short.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { badgeReporter } from './badge.ts';

describe('badgeReporter', () => {
  for (const [what, report, message, color] of [
    ['all passed', of('passed', 'passed'), '2 passed', 'brightgreen'],
    ['some were skipped', of('passed', 'skipped'), '1 passed, 1 skipped', 'green'],
    ['one drifted', of('passed', 'drifted', 'skipped'), '1 passed, 1 drifted, 1 skipped', 'yellow'],
    ['one errored', of('drifted', 'errored'), '1 drifted, 1 errored', 'orange'],
    ['one failed', everyVerdict(), '2 passed, 1 drifted, 1 failed, 1 errored, 1 skipped', 'red'],
    ['all were skipped', of('skipped'), '1 skipped', 'lightgrey'],
    ['none was executed', of(), 'no scenarios', 'lightgrey'],
    ['the run was cut short', interrupted(), 'incomplete: 1 passed', 'lightgrey'],
    ['the cluster did not start', notStarted(), '2 errored', 'orange'],
    ['something is left behind', leftBehind(of('passed')), '1 passed', 'orange'],
  ] as const)
    it(`is ${color} and says "${message}" when ${what}`, () => {
      expect(JSON.parse(badgeReporter.render(report))).to.deep.equal({
        schemaVersion: 1,
        label: 'plimsoll',
        message,
        color,
      });
    });
});

function of(...kinds: readonly Verdict['kind'][]): ConformanceReport {
  return conformanceReport(
    kinds.map((kind, place) => scenarioReport({ id: `suite/${place}`, verdict: { kind } as Verdict })),
  );
}

function leftBehind(report: ConformanceReport): ConformanceReport {
  const step = {
    id: 'leak-check',
    title: 'Nothing is left behind',
    cluster: 'embedded',
    seconds: 1,
    error: 'Pod a/b',
  } as const;
  return { ...report, lifecycle: [step] };
}
