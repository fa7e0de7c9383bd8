import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { conformanceReport } from './conformance-report.ts';
import { scenarioReport } from './scenario-report.ts';

/** A run that was ended by Ctrl-C after its first scenario. */
export function interrupted(): ConformanceReport {
  const report = conformanceReport([scenarioReport({})]);
  return { ...report, run: { ...report.run, seconds: 4.2, state: 'interrupted' } };
}

/** A run whose cluster did not start, so that each scenario is errored. */
export function notStarted(): ConformanceReport {
  return conformanceReport([unplayed('pvc-is-refused'), unplayed('hello-page')], {
    clusters: [],
    lifecycle: [
      {
        id: 'cluster-start',
        title: 'The cluster starts',
        cluster: 'embedded/aks-virtual-node',
        seconds: 60.001,
        error: [
          'the embedded cluster did not start: kube-apiserver ended with exit code 1',
          '  its log says: listen tcp 127.0.0.1:6443: bind: address already in use',
          '  whole log: plimsoll-report/logs/kube-apiserver.log',
        ].join('\n'),
      },
    ],
  });
}

function unplayed(behaviour: string): ScenarioReport {
  const { namespace: _, statement: __, ...scenario } = scenarioReport({ id: `aks-virtual-node/${behaviour}` });
  return {
    ...scenario,
    seconds: 0,
    timeline: [],
    verdict: { kind: 'errored', error: 'the cluster did not start', findings: [] },
  };
}
