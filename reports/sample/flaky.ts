import type { Attempt, ConformanceReport } from '../../harness/report.ts';
import { conformanceReport } from './conformance-report.ts';
import { everyVerdict } from './every-verdict.ts';
import { scenarioReport } from './scenario-report.ts';

/** A run with retries: the scenarios then passed, drifted, failed, or errored again. */
export function flaky(): ConformanceReport {
  const of = (kind: string) => everyVerdict().scenarios.find(({ verdict }) => verdict.kind === kind);
  const [drifted, failed, errored] = [of('drifted'), of('failed'), of('errored')];
  return conformanceReport([
    scenarioReport({}),
    scenarioReport({ id: 'aks-virtual-node/node-registers', title: 'A virtual node registers', attempts: [timeout] }),
    scenarioReport({ ...drifted, attempts: [timeout, refused] }),
    scenarioReport({ ...failed, attempts: [refused] }),
    scenarioReport({ ...errored, id: 'aks-virtual-node/private-registry', attempts: [refused, timeout] }),
  ]);
}

const timeout: Attempt = {
  startedAt: '2026-03-04T05:06:09.000Z',
  seconds: 30.2,
  verdict: {
    kind: 'errored',
    error: 'the control did not come about within 30 s: inconclusive',
    findings: [{ summary: 'Pod control is running', met: false, saw: 'Pending, on no node' }],
  },
};

const refused: Attempt = {
  startedAt: '2026-03-04T05:05:57.000Z',
  seconds: 0.31,
  verdict: { kind: 'errored', error: 'connect ECONNREFUSED 127.0.0.1:6443\n    at: openNamespace', findings: [] },
};
