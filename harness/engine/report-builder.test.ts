import { expect } from 'chai';
import type { Verdict } from '../verdict.ts';
import { clusterId, reportBuilder, scenarioFacts } from './report-builder.ts';
import { loaded } from './testing/cluster-run.ts';

const run = { runId: 'r', version: '1', command: 'c', startedAt: new Date() };

describe('reportBuilder', () => {
  const verdicts: Readonly<Record<string, Verdict | undefined>> = {
    passes: { kind: 'passed', findings: [] },
    drifts: { kind: 'drifted', findings: [] },
    fails: { kind: 'failed', findings: [{ summary: 'Pod web is running', met: false, saw: 'Pending' }] },
    errs: { kind: 'errored', error: 'no control', findings: [] },
    'is-skipped': { kind: 'skipped', reason: 'the cluster lacks traffic' },
    'is-interrupted': undefined,
  };

  it('counts verdicts and reports scenarios in the selected order, in whatever order the results come', () => {
    const order = Object.keys(verdicts).map((name) => `engine/${name}`);
    const report = reportBuilder({ ...run, order });
    for (const [name, verdict] of Object.entries(verdicts).reverse())
      if (verdict)
        report.add({
          ...scenarioFacts(loaded(name, []), 'embedded'),
          ...{ startedAt: '2026-01-01T00:00:00.000Z', seconds: 1, verdict, timeline: [], reproduce: 'r' },
        });
    const { summary, scenarios, run: built } = report.build('interrupted');
    expect(scenarios.map(({ id }) => id)).to.deep.equal(order.slice(0, -1));
    expect(summary).to.include({ total: 5, passed: 1, drifted: 1, failed: 1, errored: 1, skipped: 1 });
    expect(built.state).to.equal('interrupted');
  });

  it('is complete without scenarios', () => {
    expect(reportBuilder({ ...run, order: [] }).build('finished').summary).to.include({ total: 0, passed: 0 });
  });

  it('gives each lifecycle step its title', () => {
    const report = reportBuilder({ ...run, order: [] });
    report.addStep({ id: 'leak-check', cluster: 'kind', seconds: 1, error: 'Pod a/b' });
    expect(report.build('finished').lifecycle).to.deep.equal([
      { id: 'leak-check', title: 'Nothing is left behind', cluster: 'kind', seconds: 1, error: 'Pod a/b' },
    ]);
  });
});

describe('clusterId', () => {
  it('is the name of the provider, with the topology where there is one', () => {
    expect([clusterId({ name: 'kind' }), clusterId({ name: 'embedded', topology: 'multi-az' })]).to.deep.equal([
      'kind',
      'embedded/multi-az',
    ]);
  });
});
