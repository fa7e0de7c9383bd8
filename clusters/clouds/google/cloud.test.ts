import { expect } from 'chai';
import { describeIdentities } from '../testing/describe-identities.ts';
import { topologyInWords } from '../testing/topology-in-words.ts';
import { google } from './cloud.ts';

describe('the topology gke-zones', () => {
  it('has a node in each of three zones', async () => {
    expect(await topologyInWords('gke-zones')).to.deep.equal([
      'europe-west1',
      'pd',
      'europe-west1-b/gke-plimsoll-default-pool-3f2a91c4-b1kx',
      'europe-west1-c/gke-plimsoll-default-pool-6d07e8b2-c4tz',
      'europe-west1-d/gke-plimsoll-default-pool-a85c13f9-d7qn',
    ]);
  });
});

describeIdentities(google, [
  ['vm1', 'r-1-b', /^projects\/plimsoll\/zones\/r-1-b\/instances\/vm1$/, /^gce:\/\/plimsoll\/r-1-b\/vm1$/],
]);
