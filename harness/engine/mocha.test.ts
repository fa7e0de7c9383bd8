import { expect } from 'chai';
import type { ScenarioReport } from '../report.ts';
import type { Verdict } from '../verdict.ts';
import type { LoadedScenario } from './loading/load-scenarios.ts';
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
    const results = new Map(scenarios.map(({ id }) => [id, Promise.withResolvers<ScenarioReport | undefined>()]));
    const counting = runInMocha(scenarios, async (id) => results.get(id)?.promise);
    for (const [id, { resolve }] of [...results].reverse()) {
      const verdict = verdicts[id];
      resolve(verdict && reportOf(id, verdict));
    }
    const counts = await counting;
    expect(counts).to.deep.equal({ passes: 2, failures: 2, pending: 2 });
  });

  it('runs nothing without complaint', async () => {
    const none: readonly LoadedScenario[] = [];
    expect(await runInMocha(none, async () => undefined)).to.deep.equal({ passes: 0, failures: 0, pending: 0 });
  });
});

function reportOf(id: string, verdict: Verdict): ScenarioReport {
  const base = {
    suite: 'engine',
    title: 't',
    cluster: 'embedded',
    about: 'a',
    requires: [],
    file: 'f',
    line: 1,
    timeline: [],
    reproduce: 'r',
  };
  return { ...base, id, level: 'core', startedAt: '2026-01-01T00:00:00.000Z', seconds: 1, verdict };
}
