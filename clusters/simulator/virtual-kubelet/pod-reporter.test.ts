import { expect } from 'chai';
import { virtualNode } from '../testing/virtual-kubelet-node.ts';
import { profiles } from './profiles.ts';

const component = 'virtual-node-aci-linux/pod-controller';

describe('an event of the virtual kubelet', () => {
  for (const [name, reportingComponent] of [
    ['aks-1.4.8', ''],
    ['aks-1.6', component],
  ] as const) {
    it(`comes from the node's pod controller, in ${name} with reportingComponent "${reportingComponent}"`, async () => {
      using node = await virtualNode(profiles[name]);
      await node.bind();
      await node.clock.advance(100);
      const [event] = node.api.all('events');
      expect(event).to.deep.include({ type: 'Normal', source: { component }, reportingComponent });
      expect(event?.metadata).to.include({ namespace: 'default' });
      expect(event?.involvedObject).to.include({
        apiVersion: 'v1',
        kind: 'Pod',
        name: 'web',
        uid: node.pod()?.metadata?.uid,
      });
      expect(event?.involvedObject).to.have.property('resourceVersion');
    });
  }

  it('is a copy of what Azure reports of a container, just before the status, in aks-1.6', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind();
    await node.clock.advance(10_000);
    const copied = node.api.all('events').slice(1);
    expect(copied.map(({ type, reason, message, count }) => ({ type, reason, message, count }))).to.deep.equal([
      { type: 'Normal', reason: 'Pulling', message: 'pulling image "nginx"', count: 1 },
      { type: 'Normal', reason: 'Pulled', message: 'Successfully pulled image "nginx"', count: 1 },
      { type: 'Normal', reason: 'Started', message: 'Started container', count: 1 },
    ]);
    for (const { source, involvedObject } of copied) {
      expect(source).to.deep.equal({ component });
      expect(involvedObject).to.include({ kind: 'Pod', name: 'web', fieldPath: 'spec.containers{web}' });
    }
    const written = node.api.requests.slice(-4).map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
    expect(written).to.deep.equal(['POST events', 'POST events', 'POST events', 'PUT status']);
    const times = node.api.requests.slice(-4).map(({ at }) => at);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).to.be.within(1, 10);
  });

  it('is copied once, and again when a container or the virtual kubelet starts anew', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind({ spec: { containers: [{ name: 'web', image: 'busybox', command: ['sleep', '30'] }] } });
    const starts = () => node.api.all('events').flatMap(({ reason, count }) => (reason === 'Started' ? [count] : []));
    await node.clock.advance(25_000);
    expect(starts()).to.deep.equal([1]);
    await node.clock.advance(20_000);
    expect(starts()).to.deep.equal([2]);
    node.stop();
    await node.start();
    await node.clock.advance(6_000);
    expect(starts()).to.deep.equal([2, 1]);
  });

  it('is no copy of what Azure reports in aks-1.4.8', async () => {
    using node = await virtualNode(profiles['aks-1.4.8']);
    await node.bind();
    await node.clock.advance(10_000);
    expect(node.events()).to.deep.equal(['ProviderCreateSuccess x1: Create pod in provider successfully']);
  });

  it('does not name the version of a Pod that is refused', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind({ spec: { volumes: [{ name: 'data', hostPath: { path: '/' } }] } });
    await node.clock.advance(5);
    const [event] = node.api.all('events');
    expect(event).to.include({ type: 'Warning', reason: 'ProviderCreateFailed' });
    expect(event?.involvedObject).to.not.have.property('resourceVersion');
  });
});
