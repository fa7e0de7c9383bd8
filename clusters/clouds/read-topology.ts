import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BadInputError } from '../../harness/bad-input.ts';
import { topologyParser } from '../topology/parse-topology.ts';
import type { Topology } from '../topology/topology.ts';

/** One a document, as its author had it. */
export const builtInTopologies: readonly string[] = ['aks-virtual-node', 'aks-hybrid', 'nifcloud', 'multi-az'];

/** A built-in topology by its name, or one of the user's by the path of its file; rejects with a BadInputError. */
export async function readTopology(nameOrFile: string): Promise<Topology> {
  if (builtInTopologies.includes(nameOrFile)) {
    const file = `clusters/topologies/${nameOrFile}.yaml`;
    return topologyParser(await readFile(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8'), file);
  }
  const text = await readFile(nameOrFile, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there was no file' : `could not read`;
    const expected = `expected ${builtInTopologies.join(', ')}, or the path of a topology's file`;
    throw new BadInputError(`${expected}; ${why} ${nameOrFile}`, { cause });
  });
  return topologyParser(text, nameOrFile);
}
