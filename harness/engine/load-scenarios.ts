import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, join, matchesGlob } from 'node:path';
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
 * Finds `suites/<suite>/<behaviour>.scenario.ts` below the project's root, in the order of their ids.
 * Checks all, then selects.
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
  const found = await importScenario(path, file);
  const lines = (await readFile(path, 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.startsWith('export default')) + 1 || 1;
  const scenario = { ...found, id: `${suite}/${behaviour}`, suite, behaviour, directory, file, line };

  const wrong = [...shapeOf(scenario), ...scenario.documented.flatMap(wrongWith)];
  if (wrong.length > 0) throw new BadInputError(wrong.map((words) => `${file}: ${words}`).join('\n'));
  for (const manifest of scenario.given) await readManifest(scenario, manifest);
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

/** Why a scenario could have no verdict; repeats the compiler's checks, for scenarios outside this project. */
function* shapeOf({ title, level, about, documented, control }: Scenario): Generator<string> {
  if (!title?.trim()) yield 'title: expected a sentence, found none';
  if (level !== 'core' && level !== 'extended') yield `level: expected core or extended, found ${level}`;
  if (!about?.trim()) yield 'about: expected the name of a component, found none';
  if (documented.length === 0) yield 'documented: expected a guarantee or a limitation, found none';
  if (documented.some(({ kind }) => kind === 'limitation') && !control?.length)
    yield 'control: a limitation needs one: the same without the documented cause';
}

function wrongWith({ versions, source, description, expect, ...statement }: Statement, index: number): string[] {
  const wrong = [
    !description?.trim() && 'description: expected the statement in a sentence, found none',
    !(source?.title?.trim() && source.section?.trim()) && 'source: expected a document and its section',
    versions !== undefined && !validRange(versions) && `versions: expected a semver range, found ${versions}`,
    !expect?.length && 'expect: nothing is expected, so anything would pass',
    statement.kind === 'limitation' &&
      statement.lifted?.length === 0 &&
      'lifted: nothing is expected, so anything would be drift',
  ];
  return wrong.filter((words) => words !== false).map((words) => `documented[${index}].${words}`);
}

/** Which scenarios to execute; an absent or empty list does not restrict. */
interface Selection {
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
  const { suites = [], scenarios = [] } = selection;
  const inSuites = selectBy(suites, all, 'suite', ({ suite }) => suite);
  return selectBy(scenarios, inSuites, 'scenario', ({ id, behaviour }, pattern) =>
    pattern.includes('/') ? id : behaviour,
  );
}

/** The scenarios whose name matches one of the patterns; all without patterns. Each pattern must match. */
function selectBy<S extends Selectable>(
  patterns: readonly string[],
  all: readonly S[],
  what: 'suite' | 'scenario',
  nameOf: (scenario: S, pattern: string) => string,
): readonly S[] {
  const matches = (scenario: S, pattern: string) => matchesGlob(nameOf(scenario, pattern), pattern);
  for (const pattern of patterns) {
    if (all.some((scenario) => matches(scenario, pattern))) continue;
    const names = new Set(all.map((scenario) => nameOf(scenario, pattern)));
    const near = nearest(pattern, [...names]).flatMap((name) =>
      what === 'suite' ? name : all.filter((one) => nameOf(one, pattern) === name).map(({ id }) => id),
    );
    throw new BadInputError(`no ${what} is named ${pattern}; the nearest: ${near.join(', ')}`);
  }
  return patterns.length > 0 ? all.filter((one) => patterns.some((pattern) => matches(one, pattern))) : all;
}

/** The few names that look most like another. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => distance(name, a) - distance(name, b)).slice(0, 3);
}
