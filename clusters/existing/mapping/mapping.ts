import { readFile } from 'node:fs/promises';
import type { Capability, Component } from '../../../harness/cluster.ts';
import { BadInputError } from '../../../harness/errors.ts';
import { knownComponents } from '../../clouds/clouds.ts';
import { type Position, yamlChecker } from '../../topology/checked-yaml.ts';
import { mappingSchema } from './mapping-schema.ts';

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

/** As the schema accepts it. */
interface Written {
  readonly capabilities?: readonly Capability[];
  readonly components?: Readonly<Record<string, string | { readonly version: string; readonly simulated?: boolean }>>;
}

const check = yamlChecker<Written>(mappingSchema(Object.keys(knownComponents)));

/** Rejects with a BadInputError when the file cannot be read, or is no mapping. */
export async function readMapping(file: string): Promise<Mapping> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new BadInputError(`--mapping ${file}: expected a file that can be read: ${cause.message}`, { cause });
  });
  return parseMapping(text, file);
}

/** Throws a BadInputError with file, line, column, field, what was expected, and what was found. */
export function parseMapping(text: string, file: string): Mapping {
  const { value, at } = check(text, file);
  return {
    capabilities: (value.capabilities ?? []).map((capability, index) => ({
      value: capability,
      at: at(['capabilities', index]),
    })),
    components: Object.entries(value.components ?? {}).map(([name, written]) => {
      const { version, simulated = false } = typeof written === 'string' ? { version: written } : written;
      return { value: { name, version, simulated }, at: at(['components', name]) };
    }),
  };
}
