import Mocha from 'mocha';
import type { ScenarioReport } from '../report.ts';
import type { Finding } from '../verdict.ts';
import type { LoadedScenario } from './loading/load-scenarios.ts';

/** How mocha counted. */
export interface Counts {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

/**
 * Lets mocha run the scenarios, a suite each suite and an `it` each scenario, which waits for a result that comes about on its own.
 * A scenario of which there is no result, because the run was interrupted, is pending. Nothing is printed.
 */
export function runInMocha(
  scenarios: readonly LoadedScenario[],
  resultOf: (id: string) => Promise<ScenarioReport | undefined>,
): Promise<Counts> {
  const mocha = new Mocha({ timeout: 0, reporter: Mocha.reporters.Base });
  for (const [name, members] of Map.groupBy(scenarios, ({ suite }) => suite)) {
    const suite = Mocha.Suite.create(mocha.suite, name);
    for (const { id, title, file } of members) {
      const test = new Mocha.Test(title, async function (this: Mocha.Context) {
        tell(this, await resultOf(id));
      });
      test.file = file;
      suite.addTest(test);
    }
  }
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      mocha.dispose();
      resolve({ passes, failures, pending });
    });
  });
}

function tell(mocha: Mocha.Context, result: ScenarioReport | undefined): void {
  const verdict = result?.verdict ?? { kind: 'skipped', reason: 'the run was interrupted' };
  switch (verdict.kind) {
    case 'passed':
      break;
    case 'drifted':
      if (mocha.test) mocha.test.title += ' (drifted: the document is behind)';
      break;
    case 'skipped':
      // mocha's own `skip` takes no reason.
      if (mocha.test) mocha.test.title += ` (skipped: ${verdict.reason})`;
      mocha.skip();
      break;
    case 'failed':
      throw new Error(inWords(verdict.findings));
    case 'errored':
      throw new Error([verdict.error, inWords(verdict.findings)].filter(Boolean).join('\n'));
  }
}

function inWords(findings: readonly Finding[]): string {
  return findings.map(({ summary, met, saw }) => `${met ? '✓' : '✗'} ${summary}: saw ${saw}`).join('\n');
}
