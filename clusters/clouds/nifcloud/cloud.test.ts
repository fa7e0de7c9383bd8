import { expect } from 'chai';
import { readTopology } from '../read-topology.ts';
import { describeIdentities } from '../testing/describe-identities.ts';
import { topologyInWords } from '../testing/topology-in-words.ts';
import { nifcloud } from './cloud.ts';

describe('the topology nifcloud', () => {
  it('has the machines of its document', async () => {
    expect(await topologyInWords('nifcloud')).to.deep.equal([
      'jp-east-1',
      'nifcloud',
      '!east-11/master111',
      '!east-12/master121',
      '!east-13/master131',
      'east-11/node111',
      'east-12/node121',
      'east-13/node131',
    ]);
  });

  it('keeps its masters out of load balancers', async () => {
    const masters = (await readTopology('nifcloud')).machines.filter(({ role }) => role === 'control-plane');
    for (const { labels } of masters)
      expect(labels).to.have.property('node.kubernetes.io/exclude-from-external-load-balancers');
  });
});

describeIdentities(nifcloud, [['node111', 'east-11', /^i-[0-9a-f]{8}$/, /^nifcloud:\/\/\/east-11\/i-[0-9a-f]{8}$/]]);
