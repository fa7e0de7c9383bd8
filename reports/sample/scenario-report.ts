import type { ScenarioReport } from '../../harness/report.ts';

/** A scenario that passed, with changes. */
export function scenarioReport(changes: Partial<ScenarioReport>): ScenarioReport {
  const { suite = 'aks-virtual-node', id = `${suite}/toleration-and-selector` } = changes;
  return {
    id,
    suite,
    title: 'A pod with selector and toleration runs on the virtual node',
    level: 'core',
    cluster: `embedded/${suite}`,
    about: 'aci-virtual-node',
    requires: ['virtual-node', 'vm-nodes'],
    file: `suites/${id}.scenario.ts`,
    line: 7,
    namespace: 'plimsoll-7f3a-toleration-and-selector',
    startedAt: '2026-03-04T05:06:10.000Z',
    seconds: 1.234,
    statement: {
      kind: 'guarantee',
      description: 'A pod that selects the virtual node and tolerates its taint runs there.',
      source: {
        title: 'Virtual nodes on AKS',
        section: 'Deploy a sample app',
        url: 'https://docs.example/virtual-nodes',
      },
    },
    verdict: {
      kind: 'passed',
      findings: [
        { summary: 'Pod web is running on the virtual node', met: true, saw: 'Running, on virtual-node-aci-linux' },
      ],
    },
    timeline: [
      { at: '2026-03-04T05:06:10.020Z', object: 'Pod/web', state: 'Pending, on no node' },
      { at: '2026-03-04T05:06:11.100Z', object: 'Pod/web', state: 'Running, on virtual-node-aci-linux' },
    ],
    reproduce: `./plimsoll run --scenario ${id}`,
    ...changes,
  };
}
