import { expect } from 'chai';
import { loadBalancerTargets } from '../../../harness/annotations.ts';
import { resources } from '../../../harness/api/resources.ts';
import { clockAt } from '../../../harness/clock.ts';
import { simulatedCloud } from '../../simulator/cloud/cloud.ts';
import { cloudController } from './cloud-controller.ts';
import { controlled } from './testing/controlled.ts';

describe('cloudController', () => {
  it('is named after its cloud, and balances where the cloud does', () => {
    const of = (profile: 'aws' | 'nifcloud') =>
      cloudController({ cloud: simulatedCloud({ clock: clockAt(1) }), profile });
    expect(of('aws')).to.deep.include({
      component: { name: 'aws-cloud-controller-manager', version: '1.37.0', simulated: true },
      capabilities: [],
    });
    expect(of('nifcloud')).to.deep.include({
      component: { name: 'nifcloud-cloud-controller-manager', version: '1.2.0', simulated: true },
      capabilities: ['load-balancer', 'load-balancer-targets', 'traffic'],
    });
  });

  it('of NIFCLOUD sends to the nodes that are not excluded, and follows them', async () => {
    await using cloud = await controlled('nifcloud');
    const excluded = { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } };
    await cloud.register('master1', { metadata: excluded });
    await cloud.register('worker1');
    await cloud.api.create(resources.Service, service());
    await cloud.pass();
    expect(targets()).to.equal('worker1');
    await cloud.register('worker2');
    expect(targets()).to.equal('worker1,worker2');
    expect(cloud.events().filter((event) => event.startsWith('web'))).to.deep.equal([
      'web: service-controller EnsuringLoadBalancer Ensuring load balancer',
      'web: service-controller EnsuredLoadBalancer Ensured load balancer',
      'web: service-controller UpdatedLoadBalancer Updated load balancer with new hosts',
    ]);

    function targets() {
      return cloud.api.all('services')[0]?.metadata?.annotations?.[loadBalancerTargets];
    }
  });

  it('of NIFCLOUD refuses what the cloud does not have', async () => {
    await using cloud = await controlled('nifcloud');
    await cloud.api.create(resources.Service, service('UDP'));
    await cloud.pass();
    expect(cloud.events().at(-1)).to.equal(
      'web: service-controller SyncLoadBalancerFailed Error syncing load balancer: failed to ensure load balancer: only TCP load balancer is supported',
    );
    expect(cloud.api.all('services')[0]).to.have.nested.property('metadata.finalizers[0]');
    expect(cloud.api.all('services')[0]?.status?.loadBalancer).to.equal(undefined);
  });

  it('of AWS leaves Services alone', async () => {
    await using cloud = await controlled('aws');
    await cloud.api.create(resources.Service, service());
    await cloud.pass();
    expect(cloud.events()).to.deep.equal([]);
  });
});

function service(protocol = 'TCP') {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', uid: 'u' },
    // Some free port: nobody asks for what it serves here.
    spec: { type: 'LoadBalancer', ports: [{ port: 31_999, protocol, nodePort: 30_125 }] },
  };
}
