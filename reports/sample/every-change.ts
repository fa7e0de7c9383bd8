import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import type { Verdict } from '../../harness/verdict.ts';
import type { Diff } from '../diff/diff.ts';
import { diff } from '../diff/diff.ts';
import { conformanceReport } from './conformance-report.ts';
import { hostileText } from './hostile.ts';
import { scenarioReport } from './scenario-report.ts';

/** Two runs between which everything has changed that can. */
export function everyChange(): Diff {
  const old = conformanceReport(
    changing.flatMap(([behaviour, before]) => (before ? [executed(behaviour, before)] : [])),
  );
  const now = conformanceReport(
    changing.flatMap(([behaviour, , after]) => (after ? [executed(behaviour, after)] : [])),
  );
  return diff(old, later(now));
}

type Changes = Partial<ScenarioReport>;

const passed = (saw = 'Running'): Changes => ({ verdict: verdict('passed', saw) });
const failed = (saw: string): Changes => ({ verdict: verdict('failed', saw) });
const drifted: Changes = { verdict: verdict('drifted', 'Running') };
const skipped: Changes = { verdict: { kind: 'skipped', reason: 'the cluster lacks zones' } };
const errored: Changes = { verdict: { kind: 'errored', error: 'no answer', findings: [] } };

/** Behaviour, what it was and what it is. */
const changing: readonly (readonly [string, Changes | undefined, Changes | undefined])[] = [
  ['alike', passed('Running, web-7d55d7679b-ftb5n on 10.0.0.1'), passed('Running, web-5fd9c6b8d4-x2xvz on 10.0.0.7')],
  ['began-to-fail', passed(), failed(`Pending, ${hostileText}`)],
  ['errored', passed(), errored],
  ['drifted', passed(), drifted],
  [
    'failed-differently',
    failed('Pending'),
    { verdict: { kind: 'failed', findings: [{ summary: 'Claim data is bound', met: false, saw: 'Pending' }] } },
  ],
  ['gone', passed(), undefined],
  ['fixed', failed('Pending'), passed()],
  ['new', undefined, passed()],
  ['new-and-fails', undefined, failed('Pending')],
  ['no-longer-drifted', drifted, passed()],
  ['other-words', passed('Running'), passed('Succeeded')],
  [
    'statement-changed',
    passed(),
    { statement: { kind: 'limitation', description: 'It does not run.', source: { title: 'T', section: 'S' } } },
  ],
  ['no-longer-skipped', skipped, passed()],
  ['skipped', passed(), skipped],
  ['skipped-for-another-reason', skipped, { verdict: { kind: 'skipped', reason: 'the cluster lacks traffic' } }],
  ['slower', { seconds: 2 }, { seconds: 12.5 }],
];

function executed(behaviour: string, changes: Changes): ScenarioReport {
  return scenarioReport({ id: `aks-virtual-node/${behaviour}`, ...changes });
}

function verdict(kind: 'passed' | 'failed' | 'drifted', saw: string): Verdict {
  return { kind, findings: [{ summary: 'Pod web is running', met: kind !== 'failed', saw }] };
}

/** On another Kubernetes with a real kubelet, and not cleaned up after. */
function later(report: ConformanceReport): ConformanceReport {
  const clusters = report.clusters.map((cluster) => ({
    ...cluster,
    kubernetes: '1.38.0',
    components: [
      { name: 'kubernetes', version: '1.38.0', simulated: false },
      { name: 'kubelet', version: '1.37.2', simulated: false },
      { name: 'csi-provisioner', version: '6.3.0', simulated: false },
    ],
  }));
  const lifecycle = report.lifecycle.map((step) => (step.id === 'leak-check' ? { ...step, error: 'Pod a/web' } : step));
  return {
    ...report,
    run: { ...report.run, version: '0.2.0', startedAt: '2026-04-05T06:07:08.000Z' },
    clusters,
    lifecycle,
  };
}
