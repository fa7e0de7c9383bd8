import type { Cluster } from './cluster.ts';
import type { ConformanceReport, ScenarioReport } from './report.ts';

/** Told what a run does while it does it: a console, an incrementally written file. */
export interface RunListener {
  /** What is going on while no scenario can be reported yet. */
  progress?(line: string): void;
  /** A cluster is ready and so many scenarios are about to be played on it; `report` is what a run leaves that is killed now. */
  clusterReady?(cluster: Cluster, scenarios: number, report: ConformanceReport): void;
  scenarioStarted?(id: string): void;
  /** What a scenario that was started waits for now, an expectation's summary; told when it changes, a few times a second at most. */
  scenarioWaiting?(id: string, summary: string): void;
  /** `report` holds everything found so far, this scenario included. */
  scenarioFinished?(result: ScenarioReport, report: ConformanceReport): void;
  /** Nothing more is found out; a cluster that is kept for looking around is still there. */
  runFinished?(report: ConformanceReport): void;
}
