import { expect } from 'chai';
import { describeIdentities } from '../testing/describe-identities.ts';
import { topologyInWords } from '../testing/topology-in-words.ts';
import { azureStackHci } from './cloud.ts';

describe('the topology aks-hybrid', () => {
  it('has the machines of its document', async () => {
    expect(await topologyInWords('aks-hybrid')).to.deep.equal([
      'local',
      'akshci nfs azurefile',
      '!moc-lc6p0v1ndr3',
      'moc-lw1x7k2mqgd',
      'moc-lw2h9t4sjzb',
    ]);
  });
});

describeIdentities(azureStackHci, [['moc-l1', undefined, /^moc-l1$/, /^moc:\/\/moc-l1$/]]);
