import { type ConformanceReport, isFlaky, type ScenarioReport } from '../../harness/report.ts';

/** A finished run of these scenarios, with changes; its summary is counted, as the engine does. */
export function conformanceReport(
  scenarios: readonly ScenarioReport[],
  changes: Partial<ConformanceReport> = {},
): ConformanceReport {
  const count = (kind: ScenarioReport['verdict']['kind']) =>
    scenarios.filter(({ verdict }) => verdict.kind === kind).length;
  return {
    apiVersion: 'plimsoll/v1',
    kind: 'ConformanceReport',
    run: {
      id: '20260304-050607-7f3a',
      version: '0.1.0',
      command: './plimsoll run',
      startedAt: '2026-03-04T05:06:07.000Z',
      seconds: 25.5,
      state: 'finished',
    },
    clusters: [
      {
        id: 'embedded/aks-virtual-node',
        name: 'embedded',
        topology: 'aks-virtual-node',
        kubernetes: '1.37.2',
        components: [
          { name: 'kubernetes', version: '1.37.2', simulated: false },
          { name: 'aci-virtual-node', version: '1.4.8', simulated: true },
          { name: 'kubelet', version: '1.37.2', simulated: true },
        ],
        capabilities: ['virtual-node', 'vm-nodes', 'azure-files', 'load-balancer'],
        pace: 10,
      },
    ],
    summary: {
      total: scenarios.length,
      passed: count('passed'),
      drifted: count('drifted'),
      failed: count('failed'),
      skipped: count('skipped'),
      errored: count('errored'),
      flaky: scenarios.filter(isFlaky).length,
    },
    scenarios,
    lifecycle: [
      { id: 'cluster-start', title: 'The cluster starts', cluster: 'embedded/aks-virtual-node', seconds: 2.871 },
      { id: 'leak-check', title: 'Nothing is left behind', cluster: 'embedded/aks-virtual-node', seconds: 0.412 },
    ],
    ...changes,
  };
}
