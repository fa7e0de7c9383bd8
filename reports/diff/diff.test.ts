import { expect } from 'chai';
import { conformanceReport } from '../sample/conformance-report.ts';
import { everyChange } from '../sample/every-change.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { changeKinds, diff, timingThreshold } from './diff.ts';

describe('diff', () => {
  it('finds nothing between a run and itself', () => {
    const found = diff(everyVerdict(), everyVerdict());
    expect(found.summary).to.deep.equal({
      ...{ scenarios: everyVerdict().scenarios.length, regressions: 0, changes: 0, messages: 0, timings: 0 },
    });
    expect(found.versions).to.deep.equal([]);
  });

  it('reports every kind of change, each scenario once', () => {
    const { changes } = everyChange();
    for (const kind of Object.keys(changeKinds))
      expect(changes.filter((change) => change.kind === kind).map(({ id }) => id)).to.include(
        `aks-virtual-node/${kind}`,
      );
    expect(new Set(changes.map(({ id }) => id)).size).to.equal(changes.length);
    expect(changes.find(({ id }) => id.endsWith('/new-and-fails'))?.kind).to.equal('began-to-fail');
  });

  it('takes for regressions scenarios that now fail or error, and steps that now fail', () => {
    const { changes, faults, summary } = everyChange();
    const worse = changes.filter(({ regression }) => regression).map(({ id }) => id.split('/')[1]);
    expect(worse).to.have.members(['began-to-fail', 'new-and-fails', 'errored']);
    expect(faults).to.deep.equal(['Nothing is left behind (embedded/aks-virtual-node): Pod a/web']);
    expect(summary.regressions).to.equal(4);
  });

  it('reports changed observations and reasons, but not changed generated names', () => {
    expect(everyChange().messages.map(({ id, old, new: now }) => [id.split('/')[1], old, now])).to.deep.equal([
      ['other-words', 'Running', 'Succeeded'],
      ['skipped-for-another-reason', 'the cluster lacks zones', 'the cluster lacks traffic'],
    ]);
  });

  it('reports what is of another version, real instead of simulated, new or gone', () => {
    expect(everyChange().versions).to.deep.equal([
      { name: 'aci-virtual-node', old: ['1.4.8 (simulated)'], new: [] },
      { name: 'csi-provisioner', old: [], new: ['6.3.0'] },
      { name: 'kubelet', old: ['1.37.2 (simulated)'], new: ['1.37.2'] },
      { name: 'kubernetes', old: ['1.37.2'], new: ['1.38.0'] },
      { name: 'plimsoll', old: ['0.1.0'], new: ['0.2.0'] },
    ]);
  });

  const { ratio, seconds } = timingThreshold;
  for (const [what, old, now, reported] of [
    ['as much slower as both thresholds ask', seconds, seconds * ratio, 1],
    ['as much faster', seconds * ratio, seconds, 1],
    ['many times slower, but by little', 0.1, 0.1 + seconds / 2, 0],
    ['slower by many seconds, but by a small part', 100, 100 + seconds * 2, 0],
  ] as const)
    it(`reports ${reported} timing of one that is ${what}`, () => {
      const [one, other] = [old, now].map((each) => conformanceReport([scenarioReport({ seconds: each })]));
      expect(one && other && diff(one, other).timings.length).to.equal(reported);
    });

  it('takes a run that was cut short for worse: what is missing may fail', () => {
    const report = everyVerdict();
    const cut = { ...report, scenarios: [], run: { ...report.run, state: 'interrupted' as const } };
    expect(diff(report, cut).faults).to.deep.equal(['the new run is interrupted: missing scenarios were not executed']);
  });
});
