import { readFile } from 'node:fs/promises';
import { BadInputError } from '../../harness/errors.ts';
import { topologyParser } from '../topology/parse-topology.ts';
import type { Topology } from '../topology/topology.ts';
import type { TopologyRules } from '../topology/topology-schema.ts';
import { clouds, drivers } from './clouds.ts';

/** What topologies may name. */
export const topologyRules: TopologyRules = { clouds, drivers: [...drivers.keys()] };

const parse = topologyParser(topologyRules);
const folders = new Map(clouds.flatMap(({ name, topologies }) => topologies.map((topology) => [topology, name])));

/** Their names; each suite has the one of its name. */
export const builtInTopologies: readonly string[] = [...folders.keys()];

/** Reads a built-in topology by name, or a user's file by its path; rejects with a BadInputError. */
export async function readTopology(nameOrFile: string): Promise<Topology> {
  const folder = folders.get(nameOrFile);
  if (folder !== undefined) {
    const file = `${folder}/${nameOrFile}.yaml`;
    return parse(await readFile(new URL(file, import.meta.url), 'utf8'), `clusters/clouds/${file}`);
  }
  const text = await readFile(nameOrFile, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there was no file' : 'could not read';
    const expected = `expected ${builtInTopologies.join(', ')}, or the path of a topology's file`;
    throw new BadInputError(`${expected}; ${why} ${nameOrFile}`, { cause });
  });
  return parse(text, nameOrFile);
}
