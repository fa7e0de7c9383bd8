import { expect } from 'chai';
import type { ScenarioReport } from '../../harness/report.ts';
import { conformanceReport } from '../sample/conformance-report.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { compare, type Explanation } from './compare.ts';

const finding = (saw: string, met = true) => ({ summary: 'Pod web is running', met, saw });
const passed = scenarioReport({ verdict: { kind: 'passed', findings: [finding('Running, on worker1')] } });
const failed = scenarioReport({ verdict: { kind: 'failed', findings: [finding('Pending', false)] } });
const skipped = scenarioReport({ verdict: { kind: 'skipped', reason: 'the cluster lacks zones' } });
const errored = scenarioReport({ verdict: { kind: 'errored', error: 'no answer', findings: [] } });
const failedDifferently = scenarioReport({
  verdict: { kind: 'failed', findings: [{ ...finding('Pending', false), summary: 'Pod db is running' }] },
});
const elsewhere = scenarioReport({ verdict: { kind: 'passed', findings: [finding('Running, on worker3')] } });
const otherEvidence = scenarioReport({ verdict: { kind: 'passed', findings: [finding('Running, not Ready')] } });
const { statement } = passed;
const promisedElse = scenarioReport({
  ...failed,
  ...(statement && { statement: { ...statement, description: 'It fails.' } }),
});

function compared(one?: ScenarioReport, other?: ScenarioReport, options?: Parameters<typeof compare>[1]) {
  const report = (scenario: ScenarioReport | undefined) => conformanceReport(scenario ? [scenario] : []);
  return compare(
    [
      { cluster: 'embedded', report: report(one) },
      { cluster: 'kind', report: report(other) },
    ],
    options,
  );
}

const explanation: Explanation = {
  scenario: 'aks-virtual-node/*',
  clusters: ['kind', 'embedded'],
  differs: 'verdict',
  reason: 'a kubelet is real',
};

describe('compare', () => {
  const cases: readonly (readonly [
    string,
    ScenarioReport | undefined,
    ScenarioReport | undefined,
    readonly string[],
  ])[] = [
    ['the same', passed, passed, []],
    ['another node of several alike', passed, elsewhere, []],
    ['another verdict', passed, failed, ['verdict, counts']],
    ['a verdict and an inconclusive one', passed, errored, ['verdict, counts']],
    ['failed in another way', failed, failedDifferently, ['verdict, counts']],
    ['skipped on one', passed, skipped, ['skipped, counts']],
    ['skipped on both', skipped, skipped, []],
    ['not in one of them', passed, undefined, ['missing, counts']],
    ['other evidence', passed, otherEvidence, ['evidence']],
    ['another statement', passed, promisedElse, ['statement']],
  ];
  for (const [what, one, other, expected] of cases) {
    it(`reports ${what}: ${expected.join() || 'alike'}`, () => {
      const { rows, summary } = compared(one, other);
      const differences = rows.flatMap((row) => row.differences);
      expect(differences.map(({ kind, counts }) => `${kind}${counts ? ', counts' : ''}`)).to.deep.equal(expected);
      expect(summary.unexplained).to.equal(differences.filter(({ counts }) => counts).length);
    });
  }

  it('shows what was there, and where', () => {
    const [difference] = compared(passed, failed).rows[0]?.differences ?? [];
    expect(difference).to.deep.include({
      between: ['embedded', 'kind'],
      saw: ['passed: Running, on worker1', 'failed: Pod web is running, saw: Pending'],
    });
  });

  it('lets evidence count when strict', () =>
    expect(compared(passed, otherEvidence, { strict: true }).summary).to.include({ unexplained: 1, shown: 0 }));

  it('compares what both judged by the same statement, and nothing else', () => {
    const count = (one: ScenarioReport, other: ScenarioReport) => compared(one, other).summary.compared;
    expect([
      count(passed, failed),
      count(skipped, skipped),
      count(passed, errored),
      count(passed, promisedElse),
    ]).to.deep.equal([1, 0, 0, 0]);
  });

  it('compares every other column with the first, and numbers clusters of one kind', () => {
    const reports = [passed, passed, failed].map((scenario) => conformanceReport([scenario]));
    const { columns, rows } = compare(reports.map((report) => ({ cluster: 'kind', report })));
    expect(columns.map(({ name }) => name)).to.deep.equal(['kind', 'kind-2', 'kind-3']);
    expect(rows[0]?.differences.map(({ between }) => between)).to.deep.equal([['kind', 'kind-3']]);
  });
});

describe('an explanation', () => {
  it('takes a difference off the count, and is shown with it', () => {
    const { rows, summary, outdated } = compared(passed, failed, { explanations: [explanation] });
    expect(summary).to.include({ unexplained: 0, explained: 1 });
    expect(rows[0]?.differences[0]?.explanation).to.equal('a kubelet is real');
    expect(outdated).to.deep.equal([]);
  });

  const others: readonly (readonly [string, Partial<Explanation>])[] = [
    ['another scenario', { scenario: 'multi-az/*' }],
    ['another pair of clusters', { clusters: ['embedded', 'k3s'] }],
    ['another kind of difference', { differs: 'skipped' }],
  ];
  for (const [what, change] of others)
    it(`of ${what} explains nothing`, () =>
      expect(compared(passed, failed, { explanations: [{ ...explanation, ...change }] }).summary.unexplained).to.equal(
        1,
      ));

  it('is outdated when what it explains was looked for and is not there', () =>
    expect(compared(passed, passed, { explanations: [explanation] }).outdated).to.deep.equal([explanation]));

  it('is not outdated by what could not be judged, or was not executed', () => {
    const explanations = [explanation, { ...explanation, scenario: 'multi-az/*' }];
    expect(compared(errored, errored, { explanations }).outdated).to.deep.equal([]);
  });

  it('of evidence is not outdated unless evidence counts', () => {
    const explanations = [{ ...explanation, differs: 'evidence' as const }];
    expect(compared(passed, passed, { explanations }).outdated).to.deep.equal([]);
    expect(compared(passed, passed, { explanations, strict: true }).outdated).to.deep.equal(explanations);
  });
});
