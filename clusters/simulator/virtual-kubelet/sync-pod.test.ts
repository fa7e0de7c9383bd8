import { expect } from 'chai';
import { resources } from '../../../harness/api/resources.ts';
import { type VirtualNode, virtualNode } from '../testing/virtual-kubelet-node.ts';
import type { Profile } from './profile.ts';
import { profiles } from './profiles.ts';

const claim = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const names = ['aks-1.4.8', 'aks-1.6'] as const;
const deletedEvent = 'ProviderDeleteSuccess x1: Delete pod in provider successfully';

describe('a deleted Pod', () => {
  for (const name of names) {
    it(`that ran is Terminating for its grace period, its containers ended, in ${name}`, async () => {
      using node = await virtualNode(profiles[name]);
      await node.bind();
      await node.clock.advance(20_000);
      await remove(node);
      await node.clock.advance(12_000);

      const { status } = node.pod() ?? {};
      expect(status?.phase).to.equal('Running');
      expect(status?.conditions?.[0]).to.include({ type: 'Ready', status: 'True' });
      const [container] = status?.containerStatuses ?? [];
      expect(container?.ready).to.equal(true);
      expect(container?.state).to.have.all.keys('terminated');
      expect(container?.state?.terminated).to.include({
        exitCode: 0,
        reason: 'NotFound',
        message: 'The pod may have been deleted from the provider',
        containerID: container?.containerID,
      });
      expect(node.events()).to.include(deletedEvent);
      await node.clock.advance(17_000);
      expect(node.pod(), 'after 29 s').not.to.equal(undefined);
      await node.clock.advance(3_000);
      expect(node.pod(), 'after 32 s').to.equal(undefined);
      expect(node.groups.list()).to.deep.equal([]);
    });

    it(`that was refused is gone immediately, without an event, in ${name}`, async () => {
      using node = await virtualNode(profiles[name]);
      await node.bind({ spec: claim });
      await node.clock.advance(10_000);
      const before = node.events().filter((event) => !event.startsWith('ProviderCreateFailed'));
      await remove(node);
      await node.clock.advance(1_000);
      expect(node.pod()).to.equal(undefined);
      expect(node.events().filter((event) => !event.startsWith('ProviderCreateFailed'))).to.deep.equal(before);
    });
  }

  it('that had not started leaves its group behind in aks-1.4.8 and none in aks-1.6', async () => {
    for (const [name, left] of [
      ['aks-1.4.8', 1],
      ['aks-1.6', 0],
    ] as const) {
      using node = await virtualNode(profiles[name]);
      await node.bind();
      await node.clock.advance(1_000);
      await remove(node);
      await node.clock.advance(900_000);
      expect(node.pod()).to.equal(undefined);
      expect(node.groups.list(), name).to.have.length(left);
      expect(node.events()).not.to.include(deletedEvent);
    }
  });

  it('while the virtual kubelet was stopped goes a grace period after its return', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind();
    await node.clock.advance(20_000);
    node.stop();
    await remove(node);
    const requests = node.api.requests.length;
    await node.clock.advance(120_000);
    expect(node.api.requests).to.have.length(requests);
    expect(node.groups.list()).to.have.length(1);

    await node.start();
    expect(node.events()).to.include(deletedEvent);
    await node.clock.advance(25_000);
    expect(node.pod()).not.to.equal(undefined);
    await node.clock.advance(6_000);
    expect(node.pod()).to.equal(undefined);
  });
});

function remove({ api }: VirtualNode): Promise<unknown> {
  return api.request('DELETE', '/api/v1/namespaces/default/pods/web', { body: {} });
}

const volumeAttributes = { shareName: 'share', secretName: 'storage' };
const spec = { volumes: [{ name: 'data', csi: { driver: 'file.csi.azure.com', volumeAttributes } }] };
const message = 'the secret storage for AzureFile CSI driver data is not found';

describe('a Pod whose Secret comes late', () => {
  for (const name of ['aks-1.4.8', 'aks-1.6'] as const) {
    it(`is created and stays refused in ${name}`, async () => {
      const { status, events, group } = await withLateSecret(profiles[name]);
      expect(status).to.deep.equal({
        phase: 'Pending',
        reason: 'ProviderFailed',
        message,
        conditions: [{ type: 'PodScheduled', status: 'True' }],
        qosClass: 'BestEffort',
      });
      expect(events[0]).to.match(/^ProviderCreateFailed x\d+: the secret/);
      expect(events[1]).to.equal('ProviderCreateSuccess x1: Create pod in provider successfully');
      expect(group?.state).to.equal('Running');
    });
  }

  it('runs where a success heals', async () => {
    const { status } = await withLateSecret({ ...profiles['aks-1.6'], healsRefused: true });
    expect(status).to.include({ phase: 'Running' }).and.not.to.have.property('reason');
  });
});

async function withLateSecret(profile: Profile) {
  using node = await virtualNode(profile);
  await node.bind({ spec });
  await node.clock.advance(15_000);
  await node.api.create(resources.Secret, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'storage', namespace: 'default' },
  });
  await node.clock.advance(60_000);
  return { status: node.pod()?.status, events: node.events(), group: node.groups.get('default-web') };
}

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

  it('is copied once, and again when a container or the virtual kubelet restarts', async () => {
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
