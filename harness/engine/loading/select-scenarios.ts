import { matchesGlob } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { BadInputError } from './bad-input.ts';

/** Which scenarios to play; an absent or empty list does not restrict. */
export interface Selection {
  /** Names of suites, or globs. */
  readonly suites?: readonly string[] | undefined;
  /** Ids, bare behaviours, or globs: `aks-virtual-node/pvc-is-refused`, `pvc-is-refused`, `pvc-*`. */
  readonly scenarios?: readonly string[] | undefined;
}

interface Selectable {
  readonly id: string;
  readonly suite: string;
  readonly behaviour: string;
}

/** Selects by suite and by id; throws a BadInputError with the nearest ids for whatever selects nothing. */
export function selectScenarios<S extends Selectable>(all: readonly S[], selection: Selection = {}): readonly S[] {
  if (all.length === 0)
    throw new BadInputError('there is no scenario: expected suites/<suite>/<behaviour>.scenario.ts');
  const suites = some(selection.suites) ?? ['*'];
  const patterns = some(selection.scenarios) ?? ['*'];

  const allSuites = [...new Set(all.map(({ suite }) => suite))];
  for (const pattern of suites)
    if (!allSuites.some((suite) => matchesGlob(suite, pattern)))
      throw nothing('suite', pattern, nearest(pattern, allSuites));

  const inSuites = all.filter(({ suite }) => suites.some((pattern) => matchesGlob(suite, pattern)));
  for (const pattern of patterns)
    if (!inSuites.some((scenario) => matches(scenario, pattern)))
      throw nothing('scenario', pattern, nearestScenarios(pattern, inSuites));

  return inSuites.filter((scenario) => patterns.some((pattern) => matches(scenario, pattern)));
}

function some(patterns: readonly string[] | undefined): readonly string[] | undefined {
  return patterns?.length ? patterns : undefined;
}

function matches({ id, behaviour }: Selectable, pattern: string): boolean {
  return matchesGlob(pattern.includes('/') ? id : behaviour, pattern);
}

function nothing(what: string, pattern: string, near: readonly string[]): BadInputError {
  return new BadInputError(`no ${what} is named ${pattern}; the nearest: ${near.join(', ')}`);
}

const namesShown = 3;

function nearestScenarios(pattern: string, scenarios: readonly Selectable[]): readonly string[] {
  if (pattern.includes('/'))
    return nearest(
      pattern,
      scenarios.map(({ id }) => id),
    );
  const near = nearest(
    pattern,
    scenarios.map(({ behaviour }) => behaviour),
  );
  return near.flatMap((behaviour) =>
    scenarios.filter((scenario) => scenario.behaviour === behaviour).map(({ id }) => id),
  );
}

/** The few names that look most like another. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => distance(name, a) - distance(name, b)).slice(0, namesShown);
}
