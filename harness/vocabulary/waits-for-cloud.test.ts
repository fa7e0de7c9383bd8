import { expect } from 'chai';
import { fakeView } from './testing/fake-view.ts';
import { aNodeWaitedForItsCloud } from './waits-for-cloud.ts';

const taint = { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' };
const tainted = 'NotReady, taint node.cloudprovider.kubernetes.io/uninitialized=true:NoSchedule';
const labels = {
  'node.kubernetes.io/instance-type': 'small',
  'topology.kubernetes.io/region': 'r',
  'topology.kubernetes.io/zone': 'a',
  'failure-domain.beta.kubernetes.io/region': 'r',
  'failure-domain.beta.kubernetes.io/zone': 'a',
};
const node = ({ metadata = {}, spec = {}, status = {} } = {}) => ({
  kind: 'Node',
  metadata: { name: 'n', labels, ...metadata },
  spec: { providerID: 'nifcloud:///a/i-1', ...spec },
  status: { addresses: [{ type: 'InternalIP', address: '10.0.0.4' }], ...status },
});

describe('a node that waited for its cloud', () => {
  const expectation = aNodeWaitedForItsCloud({ providerID: /^nifcloud:\/\/\// });

  for (const [title, given, history, saw] of [
    ['has all', node(), [tainted, 'Ready'], 'n lacks nothing'],
    ['has all, and took the name of another', node(), ['Ready', 'gone', tainted, 'Ready'], 'n lacks nothing'],
    ['was never tainted', node(), ['Ready'], 'no Node was tainted uninitialized'],
    ['was tainted only later', node(), ['Ready', tainted, 'Ready'], 'no Node was tainted uninitialized'],
    ['is tainted still', node({ spec: { taints: [taint] } }), [tainted], 'n lacks its being initialized'],
    ['has no address', node({ status: { addresses: [] } }), [tainted], 'n lacks an InternalIP'],
    ['is of another cloud', node({ spec: { providerID: 'aws:///a/i' } }), [tainted], /such a providerID \(aws:/],
    ['has no zone', node({ metadata: { labels: {} } }), [tainted], /topology\.kubernetes\.io\/zone/],
  ] as const)
    it(title, () => {
      const seen = expectation.look(fakeView([given], { history }));
      if (saw instanceof RegExp) expect(seen.saw).to.match(saw);
      else expect(seen.saw).to.equal(saw);
      expect(seen.met).to.equal(title.startsWith('has all'));
    });
});
