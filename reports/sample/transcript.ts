import type { Cluster } from '../../harness/cluster.ts';
import type { ConformanceReport } from '../../harness/report.ts';
import { consoleListener } from '../console/console-listener.ts';
import type { Look } from '../console/line.ts';
import { jsonReporter } from '../json/report-json.ts';
import { junitReporter } from '../junit/junit.ts';

/** What a console shows during this report: scenarios overlap, with 1.5 s between events. */
export function transcript(report: ConformanceReport, look: Look & { readonly interactive: boolean }): string {
  let text = '';
  let milliseconds = -1_500;
  using listener = consoleListener({
    ...look,
    write: (more) => (text += more),
    reports: { directory: 'plimsoll-report', reporters: [jsonReporter, junitReporter()] },
    now: () => (milliseconds += 1_500),
  });
  listener.progress('starting etcd, kube-apiserver, kube-controller-manager, kube-scheduler');
  const { clusters, scenarios } = report;
  for (const cluster of clusters) {
    listener.progress('the control plane is ready');
    const running = { ...cluster, capabilities: new Set(cluster.capabilities) } as unknown as Cluster;
    const own = scenarios.filter((scenario) => scenario.cluster === cluster.id);
    listener.clusterReady(running, own.length, report);
  }
  for (const [place, scenario] of clusters.length > 0 ? scenarios.entries() : []) {
    if (place % 2 === 0) for (const { id } of scenarios.slice(place, place + 2)) listener.scenarioStarted(id);
    listener.scenarioFinished(scenario, report);
  }
  listener.runFinished(report);
  return text;
}
