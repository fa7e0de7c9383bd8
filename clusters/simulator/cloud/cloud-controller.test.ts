import { expect } from 'chai';
import { resources } from '../../../harness/api/resources.ts';
import { clockAt } from '../../../harness/clock.ts';
import { loadBalancerTargets } from '../../../harness/cluster.ts';
import { controlled } from '../testing/controlled.ts';
import { simulatedCloud } from './cloud.ts';
import { cloudController } from './cloud-controller.ts';

describe('cloudController', () => {
  it('has the component of its profile, and balances if the profile checks Services', () => {
    const cloud = simulatedCloud({ clock: clockAt(1) });
    const profile = { component: 'test-controller-manager', version: '1.2.3' };
    const component = { name: 'test-controller-manager', version: '1.2.3', simulated: true };
    expect(cloudController({ cloud, profile })).to.deep.include({ component, capabilities: [] });
    expect(cloudController({ cloud, profile: { ...profile, check: () => undefined } })).to.deep.include({
      component,
      capabilities: ['load-balancer', 'load-balancer-targets', 'traffic'],
    });
  });

  it('names itself to the API server', async () => {
    await using cloud = await controlled();
    const agents = new Set<string | undefined>();
    cloud.intercept(({ method, userAgent }) => void (method === 'PUT' && agents.add(userAgent)));
    await cloud.register('worker1');
    expect([...agents]).to.deep.equal(['test-controller-manager']);
  });

  it('balances over the nodes that are not excluded, and follows them', async () => {
    await using cloud = await controlled({ check: () => undefined });
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

  it('refuses a Service with the words of its profile', async () => {
    const check = () => {
      throw new Error('only TCP load balancer is supported');
    };
    await using cloud = await controlled({ check });
    await cloud.api.create(resources.Service, service('UDP'));
    await cloud.pass();
    expect(cloud.events().at(-1)).to.equal(
      'web: service-controller SyncLoadBalancerFailed Error syncing load balancer: failed to ensure ' +
        'load balancer: only TCP load balancer is supported',
    );
    expect(cloud.api.all('services')[0]).to.have.nested.property('metadata.finalizers[0]');
    expect(cloud.api.all('services')[0]?.status?.loadBalancer).to.equal(undefined);
  });

  it('leaves Services alone if its profile does not check them', async () => {
    await using cloud = await controlled();
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
    // Some free port, to which no test connects.
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
      'worker1: cloud-node-lifecycle-controller DeletingNode Deleting node worker1 because it does ' +
        'not exist in the cloud provider',
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

  it('has gone and its node cannot be deleted, records an event and tries again', async () => {
    await using cloud = await controlled();
    await cloud.register('mine', { ...notReady, spec: {} });
    let isRefused = true;
    cloud.intercept(({ method }) => {
      if (method === 'DELETE' && isRefused) throw new Error('not now');
    });
    await cloud.pass(5_000);
    expect(cloud.events().at(-1)).to.equal(
      'mine: cloud-node-lifecycle-controller DeletingNodeFailed Failed deleting node mine: not now',
    );
    isRefused = false;
    await cloud.pass(5_000);
    expect(cloud.node('mine')).to.equal(undefined);
  });
});
