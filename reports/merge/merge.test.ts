import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import type { ClusterReport, ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { conformanceReport } from '../sample/conformance-report.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { merge, type Part } from './merge.ts';

const one = scenarioReport({ id: 's/one', suite: 's' });
const two = scenarioReport({ id: 's/two', suite: 's' });
const failed: ScenarioReport['verdict'] = { kind: 'failed', findings: [] };

function part(
  index: number,
  scenarios: readonly ScenarioReport[],
  run: Partial<ConformanceReport['run']> = {},
  cluster: Partial<ClusterReport> = {},
): Part {
  const report = conformanceReport(scenarios);
  const clusters = report.clusters.map((each) => ({ ...each, ...cluster }));
  return {
    file: `${index}.json`,
    report: { ...report, clusters, run: { ...report.run, id: `r${index}`, shard: { index, of: 2 }, ...run } },
  };
}

describe('merge', () => {
  it('joins shards into one finished run, in any order', () => {
    const later = part(2, [{ ...two, verdict: failed }], { startedAt: '2026-03-04T05:06:17.000Z', seconds: 60 });
    for (const parts of [
      [part(1, [one]), later],
      [later, part(1, [one])],
    ] as const) {
      const { report, missing } = merge([...parts] as [Part, Part]);
      expect(missing).to.deep.equal([]);
      expect(report.run).to.deep.include({
        id: 'r1+r2',
        state: 'finished',
        startedAt: '2026-03-04T05:06:07.000Z',
        seconds: 70,
      });
      expect(report.run).not.to.have.property('shard');
      expect(report.scenarios.map(({ id }) => id)).to.deep.equal(['s/one', 's/two']);
      expect(report.summary).to.include({ total: 2, passed: 1, failed: 1 });
    }
  });

  it('has a cluster that both have started, and its steps, once, with all that went wrong', () => {
    const [first, second] = [part(1, [one]), part(2, [two])];
    const lifecycle = second.report.lifecycle.map((step) => ({ ...step, seconds: 9, error: 'Pod a/b' }));
    const { report } = merge([first, { ...second, report: { ...second.report, lifecycle } }]);
    expect(report.clusters).to.have.length(1);
    expect(report.lifecycle.map(({ seconds, error }) => [seconds, error])).to.deep.equal([
      [9, 'Pod a/b'],
      [9, 'Pod a/b'],
    ]);
  });

  it('is interrupted, and says why, while a shard is missing or was cut short', () => {
    const { report, missing } = merge([part(1, [one]), part(1, [two], { state: 'running' })]);
    expect(report.run.state).to.equal('interrupted');
    expect(missing).to.deep.equal(['shard 2/2 is missing', 'the run of 1.json is running']);
  });

  it('lists a scenario once that two reports have with the same result', () =>
    expect(merge([part(1, [one]), part(2, [one, two])]).report.scenarios).to.have.length(2));

  for (const [what, other, message] of [
    [
      'verdicts of one scenario',
      part(2, [{ ...one, verdict: failed }]),
      'the verdict of s/one differs: passed in 1.json, failed in 2.json',
    ],
    [
      'clusters of one scenario',
      part(2, [{ ...one, cluster: 'kind/s' }]),
      'the cluster of s/one differs: embedded/s in 1.json, kind/s in 2.json',
    ],
    [
      'versions of Plimsoll',
      part(2, [two], { version: '0.2.0' }),
      'Plimsoll differs: 0.1.0 in 1.json, 0.2.0 in 2.json',
    ],
    [
      'versions of Kubernetes',
      part(2, [two], {}, { id: 'embedded/t', kubernetes: '1.36.1' }),
      'Kubernetes of embedded differs: 1.37.2 in 1.json, 1.36.1 in 2.json',
    ],
    [
      'components of one cluster',
      part(2, [two], {}, { components: [] }),
      'the components of embedded/aks-virtual-node differs',
    ],
    [
      'numbers of shards',
      part(2, [two], { shard: { index: 2, of: 3 } }),
      'the number of shards differs: 2 in 1.json, 3 in 2.json',
    ],
  ] as const)
    it(`refuses different ${what}, and names both files`, () =>
      expect(() => merge([part(1, [one]), other])).to.throw(BadInputError, message));
});
