import { readFile } from 'node:fs/promises';
import { valid } from 'semver';
import { BadInputError } from '../../../harness/bad-input.ts';
import type { Capability } from '../../../harness/cluster.ts';
import { knownComponents } from '../../clouds/known-components.ts';
import { choiceOf, fieldsOf, isWritten, listOf, truthOf } from '../../topology/fields.ts';
import { entriesOf, type Located, located, scalarOf, wrong, wrongKey } from '../../topology/located.ts';

/** What a user declares of a cluster that its API does not show. */
export interface Mapping {
  readonly capabilities: readonly Declared<Capability>[];
  readonly components: readonly Declared<{
    readonly name: string;
    readonly version: string;
    readonly simulated: boolean;
  }>[];
}

/** With where it is written: what the API gives the lie to is told there. */
export interface Declared<T> {
  readonly value: T;
  readonly at: Located;
}

/** Whether it can be declared: `machines` is more than a word, as somebody has to stop and to add them. */
const declarable: Readonly<Record<Capability, boolean>> = {
  'virtual-node': true,
  'vm-nodes': true,
  'azure-files': true,
  zones: true,
  machines: false,
  'load-balancer': true,
  'load-balancer-targets': true,
  traffic: true,
  'private-registry': true,
};
const capabilities = (Object.keys(declarable) as Capability[]).filter((name) => declarable[name]);

/** Rejects with a BadInputError when the file cannot be read, or is no mapping. */
export async function readMapping(file: string): Promise<Mapping> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new BadInputError(`--mapping ${file}: expected a file that can be read: ${cause.message}`, { cause });
  });
  return parseMapping(text, file);
}

/**
 * Throws a BadInputError that names file, line, column and field, what was expected and what was there. docs/mapping.schema.json says
 * the same to editors.
 */
export function parseMapping(text: string, file: string): Mapping {
  const field = fieldsOf(located(text, file), ['capabilities', 'components']);
  const declared: { value: Capability; at: Located }[] = [];
  if (isWritten(field('capabilities')))
    listOf(field('capabilities'), 'a list of capabilities', (at) => {
      const value = choiceOf(at, capabilities);
      declared.push({ value, at });
      return value;
    });
  return {
    capabilities: declared,
    components: isWritten(field('components')) ? parseComponents(field('components')) : [],
  };
}

function parseComponents(at: Located): Mapping['components'] {
  const known = Object.keys(knownComponents);
  return entriesOf(at, 'a map of components with their versions').map(([name, value]) => {
    if (!known.includes(name)) wrongKey(value, name, `one of ${known.join(', ')}`);
    return { value: { name, ...parseComponent(value) }, at: value };
  });
}

/** Its version alone, or a map. */
function parseComponent(at: Located): { version: string; simulated: boolean } {
  if (scalarOf(at) !== undefined) return { version: parseVersion(at), simulated: false };
  const field = fieldsOf(at, ['version', 'simulated']);
  return {
    version: parseVersion(field('version')),
    simulated: isWritten(field('simulated')) && truthOf(field('simulated')),
  };
}

function parseVersion(at: Located): string {
  const value = scalarOf(at);
  // Without the strict equality, ` v1.64.0` would be one as well.
  return typeof value === 'string' && valid(value) === value ? value : wrong(at, 'a version such as 1.64.0');
}
