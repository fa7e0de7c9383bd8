import { expect } from 'chai';
import { type VirtualNode, virtualNode } from '../testing/virtual-kubelet-node.ts';
import { profiles } from './profiles.ts';

const claim = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const message = 'pod web requires volume data which is of an unsupported type';

/** Seconds after binding at which the unmodified virtual kubelet was seen to try, in both profiles. */
const seen = [
  0.01, 0.03, 0.05, 0.1, 0.18, 0.35, 0.67, 1.31, 2.6, 5.17, 10.29, 20.54, 41.03, 81.99, 163.92, 327.8, 655.5, 1310.9,
];

describe('attempts at a refused Pod', () => {
  for (const name of ['aks-1.4.8', 'aks-1.6'] as const) {
    it(`come at the times of the real ${name}, and end with the twentieth`, async () => {
      using node = await virtualNode(profiles[name]);
      const at = node.clock.now().getTime();
      await node.bind({ spec: claim });
      await node.clock.advance(3_600_000);

      const times = attempts(node, 'web').map((ms) => (ms - (at - start)) / 1000);
      expect(times).to.have.length(20);
      for (const [index, time] of seen.entries()) expect(times[index], `attempt ${index + 1}`).to.be.closeTo(time, 0.2);
      expect(times[18]).to.be.closeTo(2310.7, 0.5);
      expect(times[19]).to.be.closeTo(3310.7, 0.5);
      expect(node.events()).to.deep.equal([`ProviderCreateFailed x20: ${message}`]);

      await node.clock.advance(1_500_000);
      expect(attempts(node, 'web')).to.have.length(20);
    }).timeout(20_000);
  }

  it('of four Pods are held up by the limit of five requests a second, as in the article', async () => {
    using node = await virtualNode(profiles['aks-1.4.8']);
    await node.clock.advance(30_000);
    const at = node.clock.now().getTime() - start;
    for (const name of ['a', 'b', 'c', 'd']) await node.bind({ name, spec: claim });
    await node.clock.advance(98_000);

    const times = ['a', 'b', 'c', 'd'].map((name) => attempts(node, name).map((ms) => (ms - at) / 1000));
    for (const pod of times) {
      expect(pod).to.have.length(14);
      expect(pod[9], 'attempt 10').to.be.within(10, 12);
      expect(pod[11], 'attempt 12').to.be.within(25.5, 27.5);
      expect(pod[12], 'attempt 13').to.be.within(46, 48);
      expect(pod[13], 'attempt 14').to.be.within(87, 89);
    }
    const counted = node.api.all('events').map(({ count }) => count);
    expect(counted).to.deep.equal([14, 14, 14, 14]);
  });

  it('start again, with the counter at the beginning, when the virtual kubelet does', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind({ spec: claim });
    await node.clock.advance(100_000);
    node.stop();
    await node.start();
    expect(node.events()[0]).to.equal(`ProviderCreateFailed x14: ${message}`);
    expect(node.events()[1]).to.match(/^ProviderCreateFailed x\d: /);
  });

  it('come immediately when a label changes, without resetting the back-off', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind({ spec: claim });
    await node.clock.advance(60_000);
    node.api.edit('/api/v1/namespaces/default/pods/web', ({ metadata }) => {
      Object.assign(metadata ?? {}, { labels: { changed: 'yes' } });
    });
    await node.clock.advance(100);
    expect(attempts(node, 'web')).to.have.length(14);
    await node.clock.advance(81_900);
    expect(attempts(node, 'web')).to.have.length(15);
    expect(node.pod()?.metadata?.labels).to.deep.equal({ changed: 'yes' });
  });

  it('end with the first where the Pod must not be restarted', async () => {
    using node = await virtualNode(profiles['aks-1.4.8']);
    await node.bind({ spec: { ...claim, restartPolicy: 'Never' } });
    await node.clock.advance(60_000);
    expect(node.pod()?.status).to.include({ phase: 'Failed', reason: 'ProviderFailed', message });
    expect(node.events()).to.deep.equal([`ProviderCreateFailed x1: ${message}`]);
  });
});

const start = Date.parse('2026-01-01T00:00:00Z');

/** Milliseconds since the clock's start at which the Pod's status was written. */
function attempts(node: VirtualNode, pod: string): number[] {
  return node.api.requests
    .filter(({ method, path }) => method === 'PUT' && path.endsWith(`/pods/${pod}/status`))
    .map(({ at }) => at);
}
