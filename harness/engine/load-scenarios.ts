import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, join, matchesGlob, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { distance } from 'fastest-levenshtein';
import { validRange } from 'semver';
import { BadInputError } from '../errors.ts';
import type { Scenario, Statement } from '../vocabulary/scenario.ts';
import { readManifest } from './manifests/manifest.ts';

/** A scenario and where it was found. */
export interface LoadedScenario extends Scenario {
  /** `aks-virtual-node/pvc-is-refused` */
  readonly id: string;
  readonly suite: string;
  readonly behaviour: string;
  /** Absolute directory of its manifests. */
  readonly directory: string;
  /** Path of its file from the project's root. */
  readonly file: string;
  /** Line of `file` on which it begins. */
  readonly line: number;
}

/**
 * Finds `suites/<suite>/<behaviour>.scenario.ts` below the project's root, in the order of their ids; checks all, selects.
 * Rejects with a BadInputError that names the file, or the nearest ids when nothing is selected.
 */
export async function loadScenarios(root: string, selection: Selection = {}): Promise<readonly LoadedScenario[]> {
  const files = (await Array.fromAsync(glob('suites/*/*.scenario.ts', { cwd: root }))).sort();
  const scenarios = await Promise.all(files.map((file) => loadScenario(root, file)));
  return selectScenarios(scenarios, selection);
}

async function loadScenario(root: string, file: string): Promise<LoadedScenario> {
  const path = join(root, file);
  const directory = dirname(path);
  const suite = basename(directory);
  const behaviour = basename(file, '.scenario.ts');
  const scenario = {
    ...(await importScenario(path, relative(root, path))),
    id: `${suite}/${behaviour}`,
    suite,
    behaviour,
    directory,
    file: relative(root, path),
    line: lineOfScenario(await readFile(path, 'utf8')),
  };
  await checkScenario(scenario);
  return scenario;
}

async function importScenario(path: string, file: string): Promise<Scenario> {
  let module: { default?: Scenario };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (cause) {
    throw new BadInputError(`${file}: cannot be imported: ${(cause as Error).message}`, { cause });
  }
  if (!module.default || typeof module.default !== 'object')
    throw new BadInputError(`${file}: expected \`export default scenario({ … })\`, found no default export`);
  for (const field of ['requires', 'given', 'documented'] as const)
    if (!Array.isArray(module.default[field])) throw new BadInputError(`${file}: ${field}: expected a list`);
  return module.default;
}

function lineOfScenario(source: string): number {
  return source.split('\n').findIndex((line) => line.startsWith('export default')) + 1 || 1;
}

/** Rejects a scenario that could have no verdict; repeats the compiler's checks for scenarios of others. */
export async function checkScenario(scenario: Scenario & { file: string; directory: string }): Promise<void> {
  const wrong = [...shapeOf(scenario), ...scenario.documented.flatMap(wrongWith)];
  if (wrong.length > 0) throw new BadInputError(wrong.map((words) => `${scenario.file}: ${words}`).join('\n'));
  for (const manifest of scenario.given) await readManifest(scenario, manifest);
}

function* shapeOf({ title, level, about, documented, control }: Scenario): Generator<string> {
  if (!title?.trim()) yield 'title: expected a sentence, found none';
  if (level !== 'core' && level !== 'extended') yield `level: expected core or extended, found ${level}`;
  if (!about?.trim()) yield 'about: expected the name of a component, found none';
  if (documented.length === 0) yield 'documented: expected a guarantee or a limitation, found none';
  if (documented.some(({ kind }) => kind === 'limitation') && !control?.length)
    yield 'control: a limitation needs one: the same without the documented cause';
}

function wrongWith({ versions, source, description, expect, ...statement }: Statement, index: number): string[] {
  const wrong: string[] = [];
  if (!description?.trim()) wrong.push('description: expected the statement in a sentence, found none');
  if (!source?.title?.trim() || !source.section?.trim()) wrong.push('source: expected a document and its section');
  if (versions !== undefined && validRange(versions) === null)
    wrong.push(`versions: expected a semver range, found ${versions}`);
  if (!expect?.length) wrong.push('expect: nothing is expected, so anything would pass');
  if (statement.kind === 'limitation' && 'lifted' in statement && !statement.lifted.length)
    wrong.push('lifted: nothing is expected, so anything would be drift');
  return wrong.map((words) => `documented[${index}].${words}`);
}

/** Which scenarios to execute; an absent or empty list does not restrict. */
export interface Selection {
  /** Names of suites, or globs. */
  readonly suites?: readonly string[] | undefined;
  /** Ids, bare behaviours, or globs: `aks-virtual-node/pvc-is-refused`, `pvc-is-refused`, `pvc-*`. */
  readonly scenarios?: readonly string[] | undefined;
}

type Selectable = Pick<LoadedScenario, 'id' | 'suite' | 'behaviour'>;

/** Selects by suite and by id; throws a BadInputError with the nearest ids when a pattern selects nothing. */
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
  const names = scenarios.map(({ id, behaviour }) => (pattern.includes('/') ? id : behaviour));
  return nearest(pattern, names).flatMap((name) =>
    scenarios.filter(({ id, behaviour }) => id === name || behaviour === name).map(({ id }) => id),
  );
}

/** The few names that look most like another. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => distance(name, a) - distance(name, b)).slice(0, namesShown);
}
