import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import { schemaViolations } from '../topology/testing/schema-violations.ts';
import type { Topology } from '../topology/topology.ts';
import { topologySchema } from '../topology/topology-schema.ts';
import { builtInTopologies, readTopology, topologyRules } from './read-topology.ts';

const fileOf = ({ name, cloud }: Topology) => new URL(`${cloud.name}/${name}.yaml`, import.meta.url);

describe('the built-in topologies', () => {
  for (const name of builtInTopologies)
    it(`${name} is accepted by the schema, in the folder of its cloud`, async () => {
      const topology = await readTopology(name);
      expect(topology.name).to.equal(name);
      const text = readFileSync(fileOf(topology), 'utf8');
      expect(schemaViolations(topologySchema(topologyRules), text)).to.deep.equal([]);
    });
});

describe('readTopology', () => {
  it("reads a user's file, and has its name", async () => {
    const directory = await mkdtemp(join(tmpdir(), 'plimsoll-'));
    try {
      await writeFile(join(directory, 'mine.yaml'), readFileSync(fileOf(await readTopology('multi-az'))));
      const { name, ...mine } = await readTopology(join(directory, 'mine.yaml'));
      const { name: _, ...builtIn } = await readTopology('multi-az');
      expect(name).to.equal('mine');
      expect(mine).to.deep.equal(builtIn);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('lists the names when there is no such file', async () => {
    const error = await readTopology('multi-zone').catch((error: Error) => error);
    expect(error).to.be.instanceOf(BadInputError);
    expect((error as Error).message).to.equal(
      `expected ${builtInTopologies.join(', ')}, or the path of a topology's file; there was no file multi-zone`,
    );
  });
});
