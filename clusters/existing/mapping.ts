import { readFile } from 'node:fs/promises';
import written from '../../docs/mapping.schema.json' with { type: 'json' };
import type { Capability, Component } from '../../harness/cluster.ts';
import { BadInputError } from '../../harness/errors.ts';
import { knownComponents } from '../clouds/clouds.ts';
import { type Position, type Schema, yamlChecker } from '../topology/checked-yaml.ts';

/** What a user declares about a cluster because its API does not show it. */
export interface Mapping {
  readonly capabilities: readonly Declared<Capability>[];
  readonly components: readonly Declared<Component>[];
}

/** A value with its position, so that a contradiction of the cluster can name it. */
export interface Declared<T> {
  readonly value: T;
  readonly at: Position;
}

/** Whether a user can declare it. Not `machines`: a declaration cannot stop or add any. */
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

const { capabilities, components } = written.properties;

/** docs/mapping.schema.json with the present names of capabilities and components. */
export const mappingSchema: Schema = {
  ...written,
  properties: {
    capabilities: {
      ...capabilities,
      items: { enum: Object.keys(declarable).filter((name) => declarable[name as Capability]) },
    },
    components: { ...components, propertyNames: { enum: Object.keys(knownComponents) } },
  },
};

const check = yamlChecker<{
  readonly capabilities?: readonly Capability[];
  readonly components?: Readonly<Record<string, string | { readonly version: string; readonly simulated?: boolean }>>;
}>(mappingSchema);

/** Rejects with a BadInputError that names the position if the file cannot be read, or is not a mapping. */
export async function readMapping(file: string): Promise<Mapping> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new BadInputError(`--mapping ${file}: expected a file that can be read: ${cause.message}`, { cause });
  });
  return parseMapping(text, file);
}

export function parseMapping(text: string, file: string): Mapping {
  const { value, at } = check(text, file);
  return {
    capabilities: (value.capabilities ?? []).map((name, index) => ({ value: name, at: at(['capabilities', index]) })),
    components: Object.entries(value.components ?? {}).map(([name, declared]) => {
      const { version, simulated = false } = typeof declared === 'string' ? { version: declared } : declared;
      return { value: { name, version, simulated }, at: at(['components', name]) };
    }),
  };
}
