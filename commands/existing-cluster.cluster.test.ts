import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { partsOf, profilesIn } from '../clusters/clouds/profiles.ts';
import { readTopology } from '../clusters/clouds/read-topology.ts';
import { writeClusterMetadata } from '../clusters/cluster-metadata.ts';
import { simulatedCluster } from '../clusters/simulated-cluster.ts';
import type { Cluster } from '../harness/cluster.ts';
import { BadInputError } from '../harness/errors.ts';
import { existingCluster } from './existing-cluster.ts';
import { home } from './testing/plimsoll.ts';

const options = { pace: 1, progress: () => undefined, signal: new AbortController().signal };

describe('a cluster that up has made, as an existing one', () => {
  let made: Cluster;
  const undo = new AsyncDisposableStack();
  before(async () => {
    const topology = await readTopology('multi-az');
    made = undo.use(await simulatedCluster({ topology, ...partsOf(topology, profilesIn()), pace: 1 }).start(options));
    await writeClusterMetadata(made);
  });
  after(() => undo.disposeAsync());

  const connect = async (mapping?: string): Promise<Cluster> => {
    const chosen = { cluster: 'existing', kubeconfig: made.kubeconfig, context: 'plimsoll' } as const;
    return (await existingCluster({ ...chosen, ...(mapping !== undefined && { mapping }) })).start(options);
  };
  const inWords = ({ components }: Cluster) =>
    components.map(({ name, version, simulated }) => `${name} ${version} ${simulated}`).toSorted();

  it('has its components, and its capabilities but for machines', async () => {
    await using cluster = await connect();
    expect(inWords(cluster)).to.deep.equal(inWords(made));
    expect([...cluster.capabilities, 'machines']).to.have.members([...made.capabilities]);
    expect(cluster.pace).to.equal(1);
  });

  it('refuses a mapping that contradicts it', async () => {
    using place = home();
    const mapping = join(place.path, 'm.yaml');
    writeFileSync(mapping, 'components:\n  ebs-csi-driver: 1.32.0\n');
    const error = await connect(mapping).catch((error: Error) => error);
    expect(error).to.be.instanceOf(BadInputError);
    expect((error as Error).message).to.match(/m.yaml:2:19: components.ebs-csi-driver: .*the API shows, 1.64.0/);
  });
});
