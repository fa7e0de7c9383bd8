import type { Cluster } from './cluster.ts';
import type { ConformanceReport, ScenarioReport } from './report.ts';

/** Renders the report as a file's content; pure, so that golden files can check it. */
export interface Reporter {
  fileName(report: ConformanceReport): string;
  render(report: ConformanceReport): string;
}

/** Is notified of what a run does while it does it: a console, incremental reports. */
export interface RunListener {
  /** What happens while there is no result of a scenario yet. */
  progress?(line: string): void;
  /** A cluster is ready to execute so many scenarios; `report` is what remains of a run that is killed now. */
  clusterReady?(cluster: Cluster, scenarios: number, report: ConformanceReport): void;
  scenarioStarted?(id: string): void;
  /** The summary of the expectation that a running scenario waits for; called a few times a second at most. */
  scenarioWaiting?(id: string, summary: string): void;
  /** `report` holds all results so far, this one included. */
  scenarioFinished?(result: ScenarioReport, report: ConformanceReport): void;
  /** The last report; a cluster that is kept for inspection is still there. */
  runFinished?(report: ConformanceReport): void;
}
