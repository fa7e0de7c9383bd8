import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../../harness/bad-input.ts';
import { schemaViolations } from '../topology/testing/schema-violations.ts';
import type { Topology } from '../topology/topology.ts';
import { topologySchema } from '../topology/topology-schema.ts';
import { builtInTopologies, readTopology, topologyRules } from './read-topology.ts';

const fileOf = ({ name, cloud }: Topology) => new URL(`${cloud.name}/${name}.yaml`, import.meta.url);

describe('the built-in topologies', () => {
  /** Cloud, region, drivers, and zone and name of each machine; `!` marks a machine with a taint. */
  const table: Readonly<Record<string, readonly [string, string, string, string]>> = {
    'aks-virtual-node': [
      'azure',
      'westeurope',
      'azurefile azuredisk',
      'aks-agentpool-19611256-vmss000000 aks-agentpool-19611256-vmss000001',
    ],
    'aks-hybrid': [
      'azure-stack-hci',
      'local',
      'akshci nfs azurefile',
      '!moc-lc6p0v1ndr3 moc-lw1x7k2mqgd moc-lw2h9t4sjzb',
    ],
    nifcloud: [
      'nifcloud',
      'jp-east-1',
      'nifcloud',
      '!east-11/master111 !east-12/master121 !east-13/master131 east-11/node111 east-12/node121 east-13/node131',
    ],
    'multi-az': [
      'aws',
      'ap-northeast-1',
      'ebs efs',
      'ap-northeast-1a/worker1 ap-northeast-1c/worker2 ap-northeast-1d/worker3',
    ],
  };
  for (const name of builtInTopologies) {
    it(`${name} is as its author had it, and the schema accepts it`, async () => {
      const topology = await readTopology(name);
      expect(topology.name).to.equal(name);
      expect([
        topology.cloud.name,
        topology.region,
        topology.drivers.join(' '),
        machinesInWords(topology),
      ]).to.deep.equal(table[name]);
      const text = readFileSync(fileOf(topology), 'utf8');
      expect(schemaViolations(topologySchema(topologyRules), text)).to.deep.equal([]);
    });
  }

  it('keep their masters out of load balancers', async () => {
    const masters = (await readTopology('nifcloud')).machines.filter(({ role }) => role === 'control-plane');
    for (const { labels } of masters)
      expect(labels).to.have.property('node.kubernetes.io/exclude-from-external-load-balancers');
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
      "expected multi-az, aks-virtual-node, aks-hybrid, nifcloud, or the path of a topology's file; there was no file multi-zone",
    );
  });
});

function machinesInWords({ machines }: Topology): string {
  return machines
    .map(({ name, zone, taints }) => `${taints.length > 0 ? '!' : ''}${zone ? `${zone}/` : ''}${name}`)
    .join(' ');
}
