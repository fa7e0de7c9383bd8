import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { type Comparison, compare } from '../compare/compare.ts';
import { conformanceReport } from './conformance-report.ts';
import { everyVerdict } from './every-verdict.ts';
import { hostileText } from './hostile.ts';
import { scenarioReport } from './scenario-report.ts';

/** Each kind of difference there is, some of them explained, and an explanation that explains nothing any more. */
export function differing(): Comparison {
  const embedded = everyVerdict();
  const { scenarios } = embedded;
  const changed = (id: string, changes: Partial<ScenarioReport>) => (scenario: ScenarioReport) =>
    scenario.id === id ? { ...scenario, ...changes } : scenario;
  const findings = (saw: string, met = true) => [{ summary: 'Pod web is running on the virtual node', met, saw }];
  const kind = onKind(
    conformanceReport(
      [
        ...scenarios
          .filter(({ suite }) => suite !== 'multi-az')
          .map(
            changed('aks-virtual-node/toleration-and-selector', {
              verdict: { kind: 'failed', findings: findings(`Pending, ${hostileText}`, false) },
            }),
          )
          .map(
            changed('aks-virtual-node/pvc-is-refused', {
              verdict: { kind: 'skipped', reason: 'the cluster lacks azure-files' },
            }),
          )
          .map(
            changed('aks-virtual-node/init-containers', {
              seconds: 41.2,
              verdict: {
                kind: 'drifted',
                findings: [{ summary: 'Init container prepare has run', met: true, saw: 'ended with 1 (Error)' }],
              },
            }),
          ),
        withStatement('They are supported.'),
      ],
      { clusters: embedded.clusters },
    ),
  );
  const asEmbedded = conformanceReport([...scenarios, withStatement('They are not supported.')], {
    clusters: embedded.clusters,
  });
  return compare(
    [
      { cluster: 'embedded', report: asEmbedded },
      { cluster: 'kind', report: kind },
    ],
    {
      explanations: [
        {
          scenario: 'aks-virtual-node/pvc-*',
          clusters: ['embedded', 'kind'],
          differs: 'skipped',
          reason: 'The share of Azure Files cannot be mounted by a real kubelet.',
        },
        {
          scenario: 'aks-virtual-node/pvc-is-refused',
          clusters: ['kind', 'embedded'],
          differs: 'verdict',
          reason: 'It was so before the nodes had names of their own.',
        },
      ],
    },
  );
}

/** Two clusters that differ in nothing but time. */
export function alike(): Comparison {
  const report = conformanceReport([scenarioReport({})]);
  const slower = onKind(conformanceReport([scenarioReport({ seconds: 12.5 })]));
  return compare([
    { cluster: 'embedded', report },
    { cluster: 'kind', report: slower },
  ]);
}

function withStatement(description: string): ScenarioReport {
  const source = { title: 'Virtual nodes on AKS', section: 'Limitations' };
  return scenarioReport({
    id: 'aks-virtual-node/host-aliases',
    statement: { kind: 'limitation', description: description, source },
  });
}

function onKind(report: ConformanceReport): ConformanceReport {
  const clusters = report.clusters.map((cluster) => ({ ...cluster, name: 'kind', id: `kind/${cluster.topology}` }));
  return { ...report, run: { ...report.run, command: './plimsoll run --cluster kind', seconds: 141 }, clusters };
}
