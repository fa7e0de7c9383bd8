import type { RunListener } from '../harness/listener.ts';
import type { ConformanceReport } from '../harness/report.ts';

/** Milliseconds between two writings: each renders every report whole, and took 2 s of a run's processor time without a pause. */
const pause = 1_000;

/** Writes what is known as more is; what could not be written on the way is written, or complained of, at the end. */
export function writeOnTheWay(write: (report: ConformanceReport) => Promise<unknown>): RunListener {
  let newest: ConformanceReport | undefined;
  let timer: NodeJS.Timeout | undefined;
  const now = (report: ConformanceReport) => {
    clearTimeout(timer);
    timer = undefined;
    void write(report).catch(() => undefined);
  };
  return {
    clusterReady: (_cluster, _scenarios, report) => now(report),
    scenarioFinished(_, report) {
      newest = report;
      timer ??= setTimeout(() => newest && now(newest), pause);
    },
    runFinished: now,
  };
}
