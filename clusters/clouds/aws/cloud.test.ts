import { expect } from 'chai';
import { describeIdentities } from '../testing/describe-identities.ts';
import { topologyInWords } from '../testing/topology-in-words.ts';
import { aws } from './cloud.ts';

describe('the topology multi-az', () => {
  it('has the machines of its document', async () => {
    expect(await topologyInWords('multi-az')).to.deep.equal([
      'ap-northeast-1',
      'ebs efs',
      'ap-northeast-1a/worker1',
      'ap-northeast-1c/worker2',
      'ap-northeast-1d/worker3',
    ]);
  });
});

describeIdentities(aws, [['worker1', 'r-1a', /^i-0[0-9a-f]{16}$/, /^aws:\/\/\/r-1a\/i-0[0-9a-f]{16}$/]]);
