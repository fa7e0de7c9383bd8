import { join } from 'node:path';
import type { Expectation } from '../../vocabulary/expectation.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';

/** A scenario of this folder's manifests that guarantees what is expected. */
export function loaded(
  behaviour: string,
  expect: readonly Expectation[],
  different: Partial<LoadedScenario> = {},
): LoadedScenario {
  return {
    id: `engine/${behaviour}`,
    suite: 'engine',
    behaviour,
    title: `The engine plays ${behaviour}`,
    level: 'core',
    about: 'kubernetes',
    requires: [],
    given: ['runs.yaml'],
    directory: join(import.meta.dirname, 'manifests'),
    file: 'harness/engine/testing/manifests/x.scenario.ts',
    line: 1,
    documented: [{ kind: 'guarantee', source, description: 'It does.', expect }],
    ...different,
  };
}

export const source = { title: 'Tests of the engine', section: 'Scenarios' };
