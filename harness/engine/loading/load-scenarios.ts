import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Scenario } from '../../vocabulary/scenario.ts';
import { BadInputError } from './bad-input.ts';
import { checkScenario } from './check-scenario.ts';
import { type Selection, selectScenarios } from './select-scenarios.ts';

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
 * Finds `suites/<suite>/<behaviour>.scenario.ts` below the project's root, in the order of their ids, checks all of them and selects.
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
