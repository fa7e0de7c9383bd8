import { expect } from 'chai';
import { controlled } from './testing/controlled.ts';

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
