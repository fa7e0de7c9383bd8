import { expect } from 'chai';
import { loadBalancerTargets } from '../../../harness/annotations.ts';
import { resources } from '../../../harness/api/resources.ts';
import { clockAt } from '../../../harness/clock.ts';
import { simulatedCloud } from '../../simulators/cloud/simulated-cloud.ts';
import { cloudController } from '../../simulators/cloud-controller/cloud-controller.ts';
import { controlled } from '../testing/controlled.ts';

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

const notReady = { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } };
const shutdown = { key: 'node.cloudprovider.kubernetes.io/shutdown', effect: 'NoSchedule' };

describe('cloudController, when a machine', () => {
  it('has gone, deletes its node once that is not ready any more', async () => {
    await using cloud = await controlled();
    await cloud.register('worker1');
    cloud.cloud.machines.remove('worker1');
    await cloud.pass(60_000);
    expect(cloud.node('worker1')?.spec?.taints).to.deep.equal([]);

    await cloud.change('worker1', (node) => Object.assign(node, notReady));
    await cloud.pass(5_000);
    expect(cloud.node('worker1')).to.equal(undefined);
    expect(cloud.events().slice(1)).to.deep.equal([
      'worker1: cloud-node-lifecycle-controller DeletingNode Deleting node worker1 because it does not exist in the cloud provider',
    ]);
  });

  it('is stopped, gives its node a taint until that is ready again', async () => {
    await using cloud = await controlled();
    await cloud.register('worker1');
    cloud.cloud.machines.stop('worker1');
    await cloud.change('worker1', (node) => Object.assign(node, notReady));
    await cloud.pass(10_000);
    expect(cloud.node('worker1')?.spec?.taints).to.deep.equal([shutdown]);

    cloud.cloud.machines.start('worker1');
    await cloud.change('worker1', (node) =>
      Object.assign(node, { status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
    );
    await cloud.pass(5_000);
    expect(cloud.node('worker1')?.spec?.taints).to.deep.equal([]);
    expect(cloud.events()).to.have.length(1);
  });

  it('is cut off, does nothing, as the cloud goes on running it', async () => {
    await using cloud = await controlled();
    await cloud.register('worker1');
    cloud.cloud.machines.cutOff('r-1a');
    await cloud.change('worker1', (node) => Object.assign(node, notReady));
    await cloud.pass(60_000);
    expect(cloud.node('worker1')?.spec?.taints).to.deep.equal([]);
  });

  it('has gone and its node cannot be deleted, says so and tries again', async () => {
    await using cloud = await controlled();
    const { delete: reallyDelete } = cloud.api;
    await cloud.register('mine', { ...notReady, spec: {} });
    cloud.api.delete = async () => {
      throw new Error('not now');
    };
    await cloud.pass(5_000);
    expect(cloud.events().at(-1)).to.equal(
      'mine: cloud-node-lifecycle-controller DeletingNodeFailed Failed deleting node mine: not now',
    );
    cloud.api.delete = reallyDelete;
    await cloud.pass(5_000);
    expect(cloud.node('mine')).to.equal(undefined);
  });
});
