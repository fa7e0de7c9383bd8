import { expect } from 'chai';
import { decide, decideAgainst } from './gate.ts';
import { reportOf } from './testing/sketched-report.ts';

type GateOptions = Parameters<typeof decide>[1];

describe('decide', () => {
  for (const [what, verdicts, options, exitCode, reason] of [
    ['all passed', 'passed core, passed extended', {}, 0],
    ['a core scenario drifted', 'drifted core', {}, 0],
    [
      'a core scenario drifted, strictly',
      'drifted core',
      { strict: true },
      1,
      '1 drifted, which --strict does not allow: s/0',
    ],
    ['a core scenario failed', 'passed core, failed core', {}, 1, '1 failed: s/1'],
    ['an extended scenario failed', 'passed core, failed extended', {}, 1],
    ['one failed and one errored', 'errored core, failed core', {}, 1],
    ['one failed and one had bad input', 'bad input core, failed core', {}, 1],
    ['one errored', 'passed core, errored extended', {}, 3, '1 errored: s/1'],
    ['one had bad input', 'passed core, bad input core, errored core', {}, 2, '1 had a manifest refused: s/1'],
    [
      'a core scenario was skipped',
      'passed core, skipped core',
      {},
      4,
      '1 skipped, which gate core does not allow: s/1',
    ],
    ['an extended scenario was skipped', 'passed core, skipped extended', {}, 0],
    ['an extended scenario was skipped', 'passed core, skipped extended', { gate: 'extended' }, 4],
    ['a core scenario was skipped', 'skipped core, passed extended', { gate: 'extended' }, 4],
    ['some were not selected', 'passed core', { gate: 'extended', catalogue: 3 }, 0],
    ['some were not selected', 'passed core', { gate: 'all', catalogue: 3 }, 4, '2 of 3 scenarios were not selected'],
    ['everything was skipped', 'skipped extended', {}, 4, '0 scenarios were judged, at least 1'],
    ['nothing was executed', '', {}, 4],
    ['too few were judged', 'passed core, passed core, skipped extended', { minExecuted: 3 }, 4],
    ['some were flaky', 'flaky core, passed core', {}, 0],
    ['as many were flaky as may be', 'flaky core, passed core', { maxFlaky: 1 }, 0],
    [
      'more were flaky than may be',
      'flaky core, flaky core',
      { maxFlaky: 1 },
      4,
      '2 flaky, at most 1 may be: s/0, s/1',
    ],
    ['none may be flaky', 'passed core, flaky extended', { maxFlaky: 0 }, 4, '1 flaky, at most 0 may be: s/1'],
    ['one was flaky and one failed', 'flaky core, failed core', { maxFlaky: 0 }, 1],
    ['enough were judged', 'passed core, passed core', { minExecuted: 2 }, 0],
  ] as const satisfies readonly (readonly [string, string, Partial<GateOptions>, number, string?])[])
    it(`is ${exitCode} when ${what}${Object.keys(options).length ? ` (${JSON.stringify(options)})` : ''}`, () => {
      const decision = decide(reportOf(verdicts), { gate: 'core', ...options });
      expect(decision.exitCode).to.equal(exitCode);
      expect(decision.reasons.length > 0).to.equal(exitCode !== 0);
      if (reason) expect(decision.reasons.join()).to.include(reason);
    });

  it('is 3 when the cluster did not start, whatever else', () => {
    const report = reportOf('', 'finished', [
      { id: 'cluster-start', title: 'The cluster starts', cluster: 'embedded', seconds: 1, error: 'no etcd' },
    ]);
    expect(decide(report, { gate: 'core' })).to.deep.equal({ exitCode: 3, reasons: ['cluster: no etcd'] });
  });

  it('is 4 when something is left behind', () => {
    const report = reportOf('passed core', 'finished', [
      { id: 'leak-check', title: 'Nothing is left behind', cluster: 'embedded', seconds: 1, error: 'Pod a/b' },
    ]);
    expect(decide(report, { gate: 'core' })).to.deep.equal({ exitCode: 4, reasons: ['left behind: Pod a/b'] });
  });

  it('is never 0 when the run did not finish', () => {
    for (const state of ['running', 'interrupted'] as const)
      expect(decide(reportOf('passed core', state), { gate: 'core' }).exitCode).to.equal(3);
  });

  it('names the first few of many', () => {
    const failed = Array.from({ length: 5 }, () => 'failed core');
    expect(decide(reportOf(failed.join(', ')), { gate: 'core' }).reasons).to.deep.equal(['5 failed: s/0, s/1, s/2, …']);
  });
});

describe('decideAgainst', () => {
  for (const [what, before, now, options, exitCode, expected] of [
    [
      'what failed fails again',
      'failed core, passed core',
      'failed core, passed core',
      {},
      0,
      '1 no better and no worse than in the baseline: s/0',
    ],
    ['only what failed was executed', 'failed core', 'failed core', {}, 0, 'no worse'],
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
      expect([...decision.reasons, ...decision.notes].join('\n')).to.include(expected);
    });

  it('is 3 when a cluster did not start, though it did not in the baseline', () => {
    const report = reportOf('errored core', 'finished', [
      { id: 'cluster-start', title: 'The cluster starts', cluster: 'embedded', seconds: 1, error: 'no etcd' },
    ]);
    expect(decideAgainst(report, report, { gate: 'core' }).exitCode).to.equal(3);
  });
});
