import { validRange } from 'semver';
import type { Scenario } from '../../vocabulary/scenario.ts';
import type { Statement } from '../../vocabulary/statement.ts';
import { readManifest } from '../manifests/read-manifest.ts';
import { BadInputError } from './bad-input.ts';

/** Rejects a scenario from which no verdict could come; what the compiler already asks for is asked again, for scenarios of others. */
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

function wrongWith({ versions, source, description: says, expect, ...statement }: Statement, index: number): string[] {
  const wrong: string[] = [];
  if (!says?.trim()) wrong.push('description: expected the statement in a sentence, found none');
  if (!source?.title?.trim() || !source.section?.trim()) wrong.push('source: expected a document and its section');
  if (versions !== undefined && validRange(versions) === null)
    wrong.push(`versions: expected a semver range, found ${versions}`);
  if (!expect?.length) wrong.push('expect: nothing is expected, so anything would pass');
  if (statement.kind === 'limitation' && 'lifted' in statement && !statement.lifted.length)
    wrong.push('lifted: nothing is expected, so anything would be drift');
  return wrong.map((words) => `documented[${index}].${words}`);
}
