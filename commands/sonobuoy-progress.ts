import type { RunListener } from '../harness/listener.ts';
import type { ConformanceReport } from '../harness/report.ts';

/**
 * Tells Sonobuoy's worker beside this process how far a run is, for `sonobuoy status`; the names are those of its ProgressUpdate
 * (github.com/vmware-tanzu/sonobuoy/pkg/plugin). A worker that does not answer is told
 * nothing more: no run fails, or is late, for that.
 */
export function sonobuoyProgress(port: string): RunListener {
  let total = 0;
  let underWay = Promise.resolve();
  let answers = true;
  const post = (message: string, report: ConformanceReport) => {
    const body = JSON.stringify(progress(message, total, report));
    underWay = underWay.then(async () => {
      if (!answers) return;
      const signal = AbortSignal.timeout(longestAnswer);
      const answer = await fetch(`http://localhost:${port}/progress`, { method: 'POST', body, signal }).catch(
        () => undefined,
      );
      await answer?.body?.cancel();
      answers = answer !== undefined;
    });
  };
  return {
    clusterReady(_cluster, scenarios, report) {
      total += scenarios;
      post('scenarios are played', report);
    },
    scenarioFinished: ({ id, verdict }, report) => post(`${verdict.kind}: ${id}`, report),
    runFinished: (report) => post(`the run is ${report.run.state}`, report),
  };
}

const longestAnswer = 2_000;

/** As Sonobuoy's own helper counts: what failed or errored is named, and not counted as completed. */
function progress(message: string, total: number, { scenarios }: ConformanceReport) {
  const having = (kind: string) => scenarios.filter(({ verdict }) => verdict.kind === kind).map(({ id }) => id);
  const [failures, errors] = [having('failed'), having('errored')];
  const completed = scenarios.length - failures.length - errors.length;
  return { msg: message, total: Math.max(total, scenarios.length), completed, failures, errors };
}
