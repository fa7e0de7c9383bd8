import { expect } from 'chai';
import { shorterWaits } from './shorter-waits.ts';

describe('shorterWaits', () => {
  it('leaves everything as Kubernetes ships it at pace 1', () => {
    const set = Object.values(shorterWaits(1, 37)).flatMap((settings) => Object.values(settings).filter(Boolean));
    expect(set).to.deep.equal([]);
  });

  it('tells the loss of a node after ten seconds, five leases of its kubelet, however high the pace', () => {
    const { controllerManager, kubelet } = shorterWaits(20, 37);
    expect(controllerManager['node-monitor-grace-period']).to.equal('10000ms');
    expect(kubelet).to.include({ nodeLeaseDurationSeconds: 8, nodeStatusUpdateFrequency: '2s' });
  });

  it('sends of a Node what has changed, and no oftener than Kubernetes does that nothing has', () =>
    expect(shorterWaits(20, 37).kubelet).to.include({ nodeStatusReportFrequency: '5m' }));

  it('shortens how long pods tolerate it', () =>
    expect(shorterWaits(20, 37).apiServer['default-unreachable-toleration-seconds']).to.equal('15'));

  it('bounds the pauses between crashes where kubelets may be told so', () => {
    expect(shorterWaits(20, 35).kubelet).to.deep.include({ crashLoopBackOff: { maxContainerRestartPeriod: '5s' } });
    expect(shorterWaits(20, 34).kubelet).not.to.have.property('crashLoopBackOff');
  });
});
