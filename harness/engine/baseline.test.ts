import { expect } from 'chai';
import { decideAgainst } from './baseline.ts';
import type { GateOptions } from './gate.ts';
import { reportOf } from './testing/sketched-report.ts';

describe('decideAgainst', () => {
  for (const [what, before, now, options, exitCode, said] of [
    [
      'what failed fails again',
      'failed core, passed core',
      'failed core, passed core',
      {},
      0,
      '1 no better and no worse than in the baseline: s/0',
    ],
    ['nothing but what failed was played', 'failed core', 'failed core', {}, 0, 'no worse'],
    [
      'another one fails',
      'failed core, passed core',
      'failed core, failed core',
      {},
      1,
      '1 failed: s/1; not so in the baseline',
    ],
    ['a new one fails', 'passed core', 'passed core, failed core', {}, 1, '1 failed: s/1; not so in the baseline'],
    ['what was skipped fails', 'skipped core', 'failed core', {}, 1, '1 failed: s/0'],
    ['what errored fails', 'errored core', 'failed core', {}, 1, '1 failed: s/0'],
    [
      'what failed passes',
      'failed core',
      'passed core',
      {},
      0,
      '1 better than in the baseline: update the baseline: s/0',
    ],
    ['what errored errors again', 'errored core, passed core', 'errored core, passed core', {}, 0, 'no worse'],
    ['what passed errors', 'passed core', 'errored core', {}, 3, '1 errored: s/0'],
    ['what was skipped is skipped again', 'skipped core, passed core', 'skipped core, passed core', {}, 0, 'no worse'],
    ['all is skipped again', 'skipped core', 'skipped core', {}, 4, '0 scenarios were judged, at least 1'],
    ['what passed is skipped', 'passed core, passed core', 'skipped core, passed core', {}, 4, '1 skipped'],
    ['what drifted drifts again, strictly', 'drifted core', 'drifted core', { strict: true }, 0, 'no worse'],
    ['what passed drifts, strictly', 'passed core', 'drifted core', { strict: true }, 1, '1 drifted'],
    [
      'all were selected, and one fails again',
      'failed core',
      'failed core, passed core',
      { gate: 'all', catalogue: 2 },
      0,
      'no worse',
    ],
    ['one was not selected', 'failed core', 'failed core', { gate: 'all', catalogue: 2 }, 4, 'were not selected'],
  ] as const satisfies readonly (readonly [string, string, string, Partial<GateOptions>, number, string])[])
    it(`is ${exitCode} when ${what}`, () => {
      const decision = decideAgainst(reportOf(before), reportOf(now), { gate: 'core', ...options });
      expect(decision.exitCode, decision.reasons.join()).to.equal(exitCode);
      expect([...decision.reasons, ...decision.notes].join('\n')).to.include(said);
    });

  it('is 3 when a cluster did not start, though it did not in the baseline', () => {
    const report = reportOf('errored core', 'finished', [
      { id: 'cluster-start', title: 'The cluster starts', cluster: 'embedded', seconds: 1, error: 'no etcd' },
    ]);
    expect(decideAgainst(report, report, { gate: 'core' }).exitCode).to.equal(3);
  });
});
