import { expect } from 'chai';
import { profiles } from '../profiles.ts';
import { virtualNode } from '../testing/virtual-node.ts';

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

  it('does not name the version of a Pod that is refused', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind({ spec: { volumes: [{ name: 'data', hostPath: { path: '/' } }] } });
    await node.clock.advance(5);
    const [event] = node.api.all('events');
    expect(event).to.include({ type: 'Warning', reason: 'ProviderCreateFailed' });
    expect(event?.involvedObject).to.not.have.property('resourceVersion');
  });
});
