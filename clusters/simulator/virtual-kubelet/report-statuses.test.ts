import { expect } from 'chai';
import { virtualNode } from '../testing/virtual-kubelet-node.ts';
import { profiles } from './profiles.ts';

const created = '2026-01-01T00:00:03.000Z';
const began = '2026-01-01T00:00:06Z';
const metadata = { creationTimestamp: created };
const conditions = (readySince: string | null) => [
  { type: 'Ready', status: 'True', lastTransitionTime: readySince },
  { type: 'Initialized', status: 'True', lastTransitionTime: created },
  { type: 'PodScheduled', status: 'True', lastTransitionTime: created },
];
/** From sha256sum of the container's ID in Azure, in upper case. */
const containerID = 'aci://89234db382cb5e6994f7db224c52a83aba9612862b2f0fe6872dbd0dce9f77e2';
const container = {
  name: 'web',
  state: { running: { startedAt: began } },
  lastState: { waiting: { reason: 'Pending', message: 'Pending' } },
  ready: true,
  restartCount: 0,
  image: 'nginx',
  imageID: '',
  containerID,
};
const common = {
  phase: 'Running',
  hostIP: '10.224.0.115',
  podIP: '10.239.0.4',
  podIPs: [{ ip: '10.239.0.4' }],
  qosClass: 'BestEffort',
};
const golden = {
  'aks-1.4.8': { ...common, conditions: conditions(null), containerStatuses: [container] },
  'aks-1.6': {
    ...common,
    startTime: began,
    conditions: conditions(began),
    containerStatuses: [{ ...container, started: true }],
  },
};

describe('an accepted Pod', () => {
  for (const name of ['aks-1.4.8', 'aks-1.6'] as const) {
    it(`keeps the scheduler's status until its containers have started, then has that of ${name}`, async () => {
      using node = await virtualNode(profiles[name]);
      await node.bind({ metadata });
      await node.clock.advance(1_000);
      expect(node.pod()?.status).to.deep.equal({
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'True' }],
        qosClass: 'BestEffort',
      });
      expect(node.events()).to.deep.equal(['ProviderCreateSuccess x1: Create pod in provider successfully']);

      await node.clock.advance(9_000);
      expect(node.pod()?.status).to.deep.equal(golden[name]);
    });
  }

  it('is written twice after a change and then left alone', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind();
    await node.clock.advance(50_000);
    const writes = node.api.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/web/status'));
    expect(writes).to.have.length(2);
    expect(writes[0]?.body.metadata?.resourceVersion).to.equal('0');
  });

  for (const [name, times] of [
    ['aks-1.4.8', [120_000, 180_000, 240_000]],
    ['aks-1.6', []],
  ] as const) {
    it(`is written again by ${name} at [${times.map((ms) => `${ms / 1000} s`)}]`, async () => {
      using node = await virtualNode(profiles[name]);
      await node.bind();
      await node.clock.advance(30_000);
      const before = node.api.requests.length;
      await node.clock.advance(220_000);
      const writes = node.api.requests.slice(before).filter(({ path }) => path.endsWith('/web/status'));
      // The resync adds a key to the queue, whose first delay is 5 ms.
      expect(writes.map(({ at }) => at - 5)).to.deep.equal(times);
    });
  }

  for (const [name, reason] of [
    ['aks-1.4.8', 'ProviderCreateSuccess x3: Create pod in provider successfully'],
    ['aks-1.6', 'ProviderUpdateSuccess x2: Update pod in provider successfully'],
  ] as const) {
    it(`loses a label that is added while it is quiet, with two events more in ${name}`, async () => {
      using node = await virtualNode(profiles[name]);
      await node.bind();
      await node.clock.advance(30_000);
      node.api.edit('/api/v1/namespaces/default/pods/web', (pod) =>
        Object.assign(pod.metadata ?? {}, { labels: { a: 'b' } }),
      );
      await node.clock.advance(1_000);
      expect(node.pod()?.metadata?.labels ?? {}).to.deep.equal({});
      expect(node.events()).to.include(reason);
    });
  }

  it('keeps a label that is added soon after another change', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind();
    await node.clock.advance(7_500);
    expect(node.pod()?.status?.phase).to.equal('Running');
    node.api.edit('/api/v1/namespaces/default/pods/web', (pod) =>
      Object.assign(pod.metadata ?? {}, { labels: { a: 'b' } }),
    );
    await node.clock.advance(30_000);
    expect(node.pod()?.metadata?.labels).to.deep.equal({ a: 'b' });
  });

  for (const [name, image] of [
    ['aks-1.4.8', 'nginx:2'],
    ['aks-1.6', 'nginx'],
  ] as const) {
    it(`runs ${image} after its image was changed to nginx:2 in ${name}`, async () => {
      using node = await virtualNode(profiles[name]);
      await node.bind();
      await node.clock.advance(30_000);
      node.api.edit('/api/v1/namespaces/default/pods/web', ({ spec }) =>
        Object.assign(spec ?? {}, { containers: [{ name: 'web', image: 'nginx:2' }] }),
      );
      await node.clock.advance(30_000);
      expect(node.groups.get('default-web')?.containers[0]?.image).to.equal(image);
      const provider = node.events().filter((event) => event.startsWith('Provider'));
      expect(provider).to.have.length(name === 'aks-1.6' ? 2 : 1);
    });
  }

  it('fails, keeping its conditions, when its group is removed in Azure', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind({ metadata });
    await node.clock.advance(20_000);
    void node.groups.delete('default-web');
    await node.clock.advance(7_000);
    const { status } = node.pod() ?? {};
    const message = 'The pod may have been deleted from the provider';
    expect(status).to.include({ phase: 'Failed', reason: 'NotFound', message });
    expect(status?.conditions).to.deep.equal(conditions(began));
    expect(status?.containerStatuses?.[0]).to.include({ ready: true, started: true });
    expect(status?.containerStatuses?.[0]?.state?.terminated).to.include({
      exitCode: -137,
      reason: 'NotFound',
      startedAt: began,
    });
  });

  it('never starts where containers do not', async () => {
    using node = await virtualNode({ ...profiles['aks-1.6'], containersStart: false });
    await node.bind();
    await node.clock.advance(60_000);
    expect(node.pod()?.status).not.to.have.property('containerStatuses');
  });
});
