import { expect } from 'chai';
import type { ScenarioReport } from '../report.ts';
import type { Verdict } from '../verdict.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { runInMocha } from './mocha.ts';
import { loaded } from './testing/loaded.ts';

describe('runInMocha', () => {
  it('counts verdicts as mocha does, in whatever order they come', async () => {
    const verdicts: Record<string, Verdict | undefined> = {
      'engine/passes': { kind: 'passed', findings: [] },
      'engine/drifts': { kind: 'drifted', findings: [] },
      'engine/fails': { kind: 'failed', findings: [{ summary: 'Pod web is running', met: false, saw: 'Pending' }] },
      'engine/errs': { kind: 'errored', error: 'no control', findings: [] },
      'engine/is-skipped': { kind: 'skipped', reason: 'the cluster lacks traffic' },
      'engine/is-interrupted': undefined,
    };
    const scenarios = Object.keys(verdicts).map((id) => loaded(id.slice('engine/'.length), []));
    let wait = 40;
    const counts = await runInMocha(scenarios, async (id) => {
      wait -= 5;
      await new Promise((resolve) => setTimeout(resolve, wait));
      const verdict = verdicts[id];
      return verdict && reportOf(id, verdict);
    });
    expect(counts).to.deep.equal({ passes: 2, failures: 2, pending: 2 });
  });

  it('waits as long as it takes', async () => {
    const slow = new Promise<ScenarioReport>((resolve) =>
      setTimeout(resolve, 2_100, reportOf('engine/slow', { kind: 'passed', findings: [] })),
    );
    expect(await runInMocha([loaded('slow', [])], () => slow)).to.deep.equal({ passes: 1, failures: 0, pending: 0 });
  }).timeout(5_000);

  it('runs nothing without complaint', async () => {
    const none: readonly LoadedScenario[] = [];
    expect(await runInMocha(none, async () => undefined)).to.deep.equal({ passes: 0, failures: 0, pending: 0 });
  });
});

function reportOf(id: string, verdict: Verdict): ScenarioReport {
  const base = {
    suite: 'engine',
    title: 't',
    about: 'a',
    requires: [],
    file: 'f',
    line: 1,
    timeline: [],
    reproduce: 'r',
  };
  return { ...base, id, level: 'core', startedAt: '2026-01-01T00:00:00.000Z', seconds: 1, verdict };
}
