import { join } from 'node:path';
import { expect } from 'chai';
import type { ClusterProvider } from '../../harness/cluster.ts';
import { type LoadedScenario, loadScenarios } from '../../harness/engine/load-scenarios.ts';
import { runConformance } from '../../harness/engine/run.ts';
import type { RunOptions } from '../../harness/engine/run-context.ts';
import type { Verdict, VerdictKind } from '../../harness/verdict.ts';

export type Verdicts = ReadonlyMap<string, Verdict>;

/** A cluster that breaks or lifts what a document promises, and what its scenarios have to find. */
export interface Mutant {
  readonly provider: () => Promise<ClusterProvider>;
  /** By the name of the scenario. */
  readonly verdicts: Readonly<Record<string, VerdictKind>>;
  readonly timeoutFactor?: number;
}

export const pace = 20;

/** A short wait, as a part of what a cluster may take, for what does not come about. */
const impatience = 0.3;

export const scenariosOf = (suite: string) => loadScenarios(join(import.meta.dirname, '../..'), { suites: [suite] });

/** Describes a test of each mutant's verdicts, and of whether every scenario has met the mutants that it needs. */
export function describeMutants(
  title: string,
  scenarios: readonly LoadedScenario[],
  mutants: Readonly<Record<string, Mutant>>,
  /** Scenarios of behaviour that no mutant can change. */
  unaffected: readonly string[] = [],
): void {
  const verdictsOf = twoAtATime(mutants, async ({ provider, verdicts, timeoutFactor = impatience }) =>
    runMutant(
      await provider(),
      scenarios.filter(({ behaviour }) => behaviour in verdicts),
      { timeoutFactor },
    ),
  );

  describe(title, () => {
    it('is tried on every scenario, and on limitations in every way', () => {
      for (const { behaviour, documented } of scenarios.filter(({ behaviour }) => !unaffected.includes(behaviour))) {
        const tried = Object.values(mutants).flatMap(({ verdicts }) => verdicts[behaviour] ?? []);
        const isLimitation = documented.some(({ kind }) => kind === 'limitation');
        expect(tried, behaviour).to.have.members(isLimitation ? ['drifted', 'errored', 'failed'] : ['failed']);
      }
    });

    for (const [name, { verdicts }] of Object.entries(mutants))
      describe(name, () => itHasVerdicts(Object.entries(verdicts), () => verdictsOf(name)));
  });
}

/** Describes one test for each verdict that a mutant must have. */
export function itHasVerdicts(
  expected: readonly (readonly [behaviour: string, verdict: VerdictKind])[],
  run: () => Promise<Verdicts>,
): void {
  let verdicts: Verdicts;
  before(async () => {
    verdicts = await run();
  });
  for (const [behaviour, verdict] of expected)
    it(`${behaviour}: ${verdict}`, () => {
      const [, found] = [...verdicts].find(([id]) => id.endsWith(`/${behaviour}`)) ?? [];
      expect(found?.kind, JSON.stringify(found, undefined, 2)).to.equal(verdict);
      if (found?.kind === 'errored') expect(found.error).to.include('control');
    });
}

/** Runs the scenarios on a cluster and resolves with their verdicts by id; rejects when the cluster went wrong. */
export async function runMutant(
  provider: ClusterProvider,
  scenarios: readonly LoadedScenario[],
  options: Partial<Pick<RunOptions, 'pace' | 'timeoutFactor'>>,
): Promise<Verdicts> {
  const report = await runConformance({
    clusterRuns: [{ provider, scenarios }],
    pace,
    ...options,
    version: '0.0.0',
    command: '',
    reproduce: (id) => id,
    signal: new AbortController().signal,
  });
  for (const { id, error } of report.lifecycle) if (error) throw new Error(`${id}: ${error}`);
  return new Map(report.scenarios.map(({ id, verdict }) => [id, verdict]));
}

/** Runs two mutants at a time, as each waits more than it works. None starts before the first result is asked for. */
function twoAtATime(
  mutants: Readonly<Record<string, Mutant>>,
  run: (mutant: Mutant) => Promise<Verdicts>,
): (name: string) => Promise<Verdicts> {
  const results = new Map(Object.keys(mutants).map((name) => [name, Promise.withResolvers<Verdicts>()]));
  for (const { promise } of results.values()) promise.catch(() => undefined);
  const queue = Object.entries(mutants).values();
  let isStarted = false;

  async function work(): Promise<void> {
    for (const [name, mutant] of queue) await run(mutant).then(results.get(name)?.resolve, results.get(name)?.reject);
  }

  return (name) => {
    if (!isStarted) void Promise.all([work(), work()]);
    isStarted = true;
    return results.get(name)?.promise ?? Promise.reject(new Error(`no mutant is named ${name}`));
  };
}
