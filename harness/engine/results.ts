import type { ConformanceReport, ScenarioReport } from '../report.ts';
import type { LoadedScenario } from './loading/load-scenarios.ts';
import type { Counts } from './mocha.ts';
import type { ReportSoFar } from './report-so-far.ts';

/** Results as they come about, for mocha, which counts them in an order of its own. */
export function resultsOf(scenarios: readonly LoadedScenario[]) {
  const results = new Map(scenarios.map(({ id }) => [id, Promise.withResolvers<ScenarioReport | undefined>()]));
  return {
    /** Resolves with a scenario's result; with undefined if the run is over and there is none. */
    of: async (id: string) => results.get(id)?.promise,

    alsoTold: (report: ReportSoFar): ReportSoFar => ({
      ...report,
      add(result) {
        report.add(result);
        results.get(result.id)?.resolve(result);
      },
    }),

    end() {
      for (const { resolve } of results.values()) resolve(undefined);
    },

    /** Throws when mocha counted otherwise than the report. */
    compare({ passes, failures, pending }: Counts, { summary }: ConformanceReport): void {
      if (passes === summary.passed + summary.drifted && failures === summary.failed + summary.errored) return;
      const counted = `${passes} passes, ${failures} failures and ${pending} pending`;
      throw new Error(`mocha counted ${counted}, the report says ${JSON.stringify(summary)}`);
    },
  };
}
