import type { ClusterReport, ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { conformanceReport } from './conformance-report.ts';
import { placedAndRefused, runningPod } from './placed.ts';
import { placedInZones } from './placed-in-zones.ts';
import { refusedPod } from './refused-pod.ts';
import { scenarioReport } from './scenario-report.ts';

/** A run in which each verdict was reached at least once, in two suites, and something was left behind. */
export function everyVerdict(): ConformanceReport {
  const { clusters } = conformanceReport([]);
  return conformanceReport([passed, drifted, skipped, failed, errored, elsewhere], {
    clusters: [...clusters, ...clusters.map(inThreeZones)],
    lifecycle: [
      { id: 'cluster-start', title: 'The cluster starts', cluster: 'embedded/aks-virtual-node', seconds: 2.871 },
      { id: 'cluster-start', title: 'The cluster starts', cluster: 'embedded/multi-az', seconds: 3.114 },
      {
        id: 'leak-check',
        title: 'Nothing is left behind',
        cluster: 'embedded/aks-virtual-node',
        seconds: 0.412,
        error: 'Namespace plimsoll-7f3a-pvc-is-refused is still there: finalizer kubernetes of Pod web-1',
      },
    ],
  });
}

const passed = scenarioReport(runningPod);

const { namespace: _, evidence: __, ...withoutNamespace } = scenarioReport({});
const skipped: ScenarioReport = {
  ...withoutNamespace,
  id: 'aks-virtual-node/hello-page',
  title: 'The hello page is served through the Service',
  file: 'suites/aks-virtual-node/hello-page.scenario.ts',
  seconds: 0,
  requires: ['virtual-node', 'load-balancer', 'traffic'],
  verdict: { kind: 'skipped', reason: 'the cluster lacks traffic' },
  timeline: [],
  reproduce: './plimsoll run --scenario aks-virtual-node/hello-page',
};

const claims = {
  kind: 'limitation',
  description: 'A pod with a PersistentVolumeClaim is refused by the virtual node.',
  source: { title: 'Virtual nodes on AKS', section: 'Limitations' },
  versions: '<1.5.0',
} as const;

const failed = scenarioReport({
  id: 'aks-virtual-node/pvc-is-refused',
  title: 'A pod with a claim is refused by the virtual node',
  line: 12,
  requires: ['virtual-node', 'azure-files'],
  seconds: 20.06,
  statement: claims,
  ...refusedPod,
  ...placedAndRefused,
});

const drifted = scenarioReport({
  id: 'aks-virtual-node/init-containers',
  title: 'Init containers are ignored',
  level: 'extended',
  seconds: 3.5,
  statement: {
    kind: 'limitation',
    description: 'Init containers are not supported.',
    source: { title: 'Virtual nodes on AKS', section: 'Limitations' },
  },
  verdict: {
    kind: 'drifted',
    findings: [{ summary: 'Init container prepare has run', met: true, saw: 'ended with 0 (Completed)' }],
  },
});

const errored = scenarioReport({
  id: 'aks-virtual-node/private-registry-without-the-secret-that-it-takes-to-pull-the-image',
  title: 'A private image without a pull secret is refused',
  seconds: 10.75,
  verdict: {
    kind: 'errored',
    error: [
      'the control did not come about: Pod control is running',
      'Error: Pod control: Pending, ImagePullBackOff',
      '    caused by: connect ECONNREFUSED 127.0.0.1:5000',
    ].join('\n'),
    findings: [
      { summary: 'Pod control is running', met: false, saw: 'Pending, container web waits (ImagePullBackOff)' },
    ],
  },
});

const elsewhere = scenarioReport({
  suite: 'multi-az',
  id: 'multi-az/zone-labels',
  title: 'Nodes carry the zone labels',
  about: 'kubernetes',
  seconds: 0.049,
  statement: {
    kind: 'guarantee',
    description: 'Every node carries the label of its zone.',
    source: {
      title: 'Multi-AZ volumes on EKS',
      originalTitle: 'EKS の PV をマルチ AZ で使う',
      section: '前提',
      url: 'https://docs.example/multi-az',
    },
  },
  verdict: {
    kind: 'passed',
    findings: [{ summary: 'Each node has a zone', met: true, saw: 'zone-a, zone-b, zone-c' }],
  },
  ...placedInZones,
});

function inThreeZones(cluster: ClusterReport): ClusterReport {
  return {
    ...cluster,
    id: 'embedded/multi-az',
    topology: 'multi-az',
    components: [
      { name: 'kubernetes', version: '1.37.2', simulated: false },
      { name: 'ebs-csi-driver', version: '1.64.0', simulated: true },
    ],
    capabilities: ['vm-nodes', 'zones'],
  };
}
