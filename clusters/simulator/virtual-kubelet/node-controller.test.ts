import { expect } from 'chai';
import type { Node } from '../../../harness/kubernetes.ts';
import { type VirtualNode, virtualNode } from '../testing/virtual-kubelet-node.ts';
import { name, posted, started } from '../testing/virtual-kubelet-posted-nodes.ts';
import { type ProfileName, profiles } from './profiles.ts';

const path = `/api/v1/nodes/${name}`;
const leasePath = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`;

describe('the virtual node', () => {
  for (const profile of ['aks-1.4.8', 'aks-1.6'] as const) {
    it(`is registered by ${profile} field by field`, async () => {
      using node = await virtualNode(profiles[profile]);
      const post = node.api.requests.find(({ method, path }) => method === 'POST' && path === '/api/v1/nodes');
      expect(post?.body).to.deep.equal(posted[profile]);
    });
  }

  const up: readonly (readonly [
    ProfileName,
    seconds: number,
    phase: string | undefined,
    message: string,
    annotated: boolean,
  ])[] = [
    ['aks-1.4.8', 50, undefined, 'kubelet is ready.', false],
    ['aks-1.4.8', 65, undefined, 'kubelet is ready.', true],
    ['aks-1.6', 1, 'Running', 'Kubelet is ready', true],
  ];
  for (const [profile, seconds, phase, message, annotated] of up) {
    it(`is "${message}" after ${seconds} s in ${profile}, ${annotated ? 'annotated' : 'bare'}`, async () => {
      using node = await virtualNode(profiles[profile]);
      await node.clock.advance(seconds * 1000);
      const { metadata, status } = object(node);
      expect(status?.phase).to.equal(phase);
      expect(status?.conditions).to.have.length(5);
      expect(status?.conditions?.[0]).to.include({ type: 'Ready', message, lastTransitionTime: started });
      expect(Object.keys(metadata?.annotations ?? {})).to.deep.equal(
        annotated ? ['virtual-kubelet.io/last-applied-node-status', 'virtual-kubelet.io/last-applied-object-meta'] : [],
      );
    });
  }

  it('keeps its last status and metadata, uid included, in annotations', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    const { metadata, status } = object(node);
    const annotation = (what: string) => metadata?.annotations?.[`virtual-kubelet.io/last-applied-${what}`] ?? '';
    const labels = Object.entries(metadata?.labels ?? {})
      .sort()
      .map(([key, value]) => `"${key}":"${value}"`);
    expect(annotation('object-meta')).to.equal(
      `{"name":"${name}","uid":"${metadata?.uid}","creationTimestamp":null,"labels":{${labels}}}`,
    );
    expect(JSON.parse(annotation('node-status'))).to.deep.equal(status);
  });

  it('is written under the name virtual-kubelet', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.bind();
    await node.clock.advance(20_000);
    const paths = node.api.requests.filter(({ userAgent }) => userAgent === 'virtual-kubelet').map(({ path }) => path);
    for (const part of ['/nodes', '/leases', '/events', '/pods/web/status'])
      expect(
        paths.some((path) => path.includes(part)),
        part,
      ).to.equal(true);
  });

  it('keeps what others add to it, and gets back what others take', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    node.api.edit(path, ({ metadata, spec, status }) => {
      Object.assign(metadata?.labels ?? {}, { 'kubernetes.azure.com/role': 'agent', type: 'mine' });
      Object.assign(spec ?? {}, { taints: [] });
      const conditions = status?.conditions as object[];
      Object.assign(conditions[0] ?? {}, { status: 'Unknown' });
      conditions.push({ type: 'PIDPressure', status: 'Unknown' });
    });
    await node.clock.advance(60_000);
    const { metadata, spec, status } = object(node);
    expect(metadata?.labels).to.include({ 'kubernetes.azure.com/role': 'agent', type: 'virtual-kubelet' });
    expect(spec?.taints).to.deep.equal([]);
    expect(status?.conditions?.[0]).to.include({ type: 'Ready', status: 'True' });
    expect(status?.conditions?.[5]).to.deep.equal({ type: 'PIDPressure', status: 'Unknown' });
  });

  it('takes back a label that the version before wrote', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    const { metadata } = object(node);
    const meta = { labels: { ...metadata?.labels, old: 'yes' } };
    node.api.edit(path, ({ metadata }) => {
      Object.assign(metadata?.labels ?? {}, { old: 'yes' });
      Object.assign(metadata?.annotations ?? {}, {
        'virtual-kubelet.io/last-applied-object-meta': JSON.stringify(meta),
      });
    });
    await node.clock.advance(60_000);
    expect(object(node).metadata?.labels).not.to.have.property('old');
  });

  it('is not touched any more when the process is stopped, and starts again with it', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.clock.advance(100_000);
    node.stop();
    const requests = node.api.requests.length;
    await node.clock.advance(600_000);
    expect(node.api.requests).to.have.length(requests);

    const restarted = node.clock.now().toISOString().replace('.000Z', 'Z');
    await node.start();
    expect(object(node).status).to.include({ phase: 'Running' });
    for (const { lastTransitionTime } of object(node).status?.conditions ?? []) {
      expect(lastTransitionTime).to.equal(restarted);
    }
  });

  it('is not created again by aks-1.6 when it is deleted; its lease is, for the node that is gone', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    const { uid } = object(node).metadata ?? {};
    await node.api.request('DELETE', path, { body: {} });
    await node.api.request('DELETE', leasePath, { body: {} });
    await node.clock.advance(75_000);
    expect(node.api.all('nodes')).to.deep.equal([]);
    expect(node.api.all('leases')[0]?.metadata?.ownerReferences?.[0]).to.include({ name, uid });
  });

  it('is created again by aks-1.4.8 as it was at the start, and gets its status a second later', async () => {
    using node = await virtualNode(profiles['aks-1.4.8']);
    await node.clock.advance(70_000);
    await node.api.request('DELETE', path, { body: {} });
    await node.api.request('DELETE', leasePath, { body: {} });
    await node.clock.advance(52_000);
    const created = node.api.requests.findLast(({ method, path }) => method === 'POST' && path === '/api/v1/nodes');
    expect(created).to.deep.include({ at: 120_000, body: posted['aks-1.4.8'] });
    const patched = node.api.requests.findLast(({ method }) => method === 'PATCH');
    expect(patched?.at).to.equal(121_000);
    expect(object(node).status?.conditions?.[0]).to.include({
      lastHeartbeatTime: '2026-01-01T00:02:01Z',
      lastTransitionTime: started,
    });

    await node.api.request('DELETE', leasePath, { body: {} });
    await node.clock.advance(10_000);
    const { uid } = object(node).metadata ?? {};
    expect(node.api.all('leases')[0]?.metadata?.ownerReferences?.[0]).to.include({ name, uid });
  });

  it('has a lease that is created, updated immediately and then every ten seconds', async () => {
    using node = await virtualNode(profiles['aks-1.4.8']);
    const [lease] = node.api.all('leases');
    expect(lease?.metadata?.ownerReferences).to.deep.equal([
      { apiVersion: 'v1', kind: 'Node', name, uid: object(node).metadata?.uid },
    ]);
    expect(lease?.spec).to.deep.equal({
      holderIdentity: name,
      leaseDurationSeconds: 40,
      renewTime: '2026-01-01T00:00:00.000000Z',
    });
    await node.clock.advance(35_000);
    const writes = node.api.requests.filter(({ method, path }) => method !== 'GET' && path.includes('/leases'));
    expect(writes.map(({ method, at }) => `${method} ${at}`)).to.deep.equal([
      'POST 0',
      'PUT 0',
      'PUT 10000',
      'PUT 20000',
      'PUT 30000',
    ]);
  });

  it('has a lease that a restart updates twice', async () => {
    using node = await virtualNode(profiles['aks-1.6']);
    await node.clock.advance(35_000);
    node.stop();
    const before = node.api.requests.length;
    const restarted = node.clock.now().getTime() - Date.parse(started);
    await node.start();
    await node.clock.advance(10_000);
    const leases = node.api.requests.slice(before).filter(({ path }) => path.includes('/leases'));
    expect(leases.map(({ method, at }) => `${method} ${at - restarted}`)).to.deep.equal([
      'GET 0',
      'PUT 0',
      'PUT 0',
      'PUT 10000',
    ]);
  });
});

function object({ api }: VirtualNode): Node {
  return (api.all('nodes')[0] ?? {}) as Node;
}
