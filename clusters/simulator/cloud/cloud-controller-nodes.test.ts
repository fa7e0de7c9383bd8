import { expect } from 'chai';
import { machineSpec, testCloud } from '../../topology/testing/three-zones.ts';
import { controlled } from '../testing/controlled.ts';

describe('cloudController, when a node registers', () => {
  it('writes what the cloud knows of it, in one update', async () => {
    await using cloud = await controlled();
    await cloud.register('worker2', { metadata: { labels: { mine: 'kept' } } });
    const node = cloud.node('worker2');
    const machine = cloud.cloud.machines.get('worker2');
    expect(node?.spec).to.deep.equal({ providerID: machine?.providerID, taints: [] });
    expect(node?.metadata?.labels).to.deep.equal({
      mine: 'kept',
      'failure-domain.beta.kubernetes.io/zone': 'r-1b',
      'topology.kubernetes.io/zone': 'r-1b',
      'failure-domain.beta.kubernetes.io/region': 'r-1',
      'topology.kubernetes.io/region': 'r-1',
      'beta.kubernetes.io/instance-type': 'm5.xlarge',
      'node.kubernetes.io/instance-type': 'm5.xlarge',
    });
    expect(cloud.api.requests.filter(({ method }) => method === 'PUT')).to.have.length(1);
    expect(cloud.events()).to.deep.equal(['worker2: cloud-node-controller Synced Node synced successfully']);
  });

  it("adds the machine's addresses to the host name that the kubelet knows", async () => {
    await using cloud = await controlled({ cloud: { ...testCloud, publicAddresses: true } });
    await cloud.register('worker1');
    const [external, internal] = cloud.cloud.machines.get('worker1')?.addresses ?? [];
    expect(external?.type).to.equal('ExternalIP');
    expect(cloud.node('worker1')?.status?.addresses).to.have.deep.members([
      external,
      internal,
      { type: 'Hostname', address: 'worker1' },
    ]);
  });

  it('keeps other taints, and a providerID that is there', async () => {
    await using cloud = await controlled();
    const { providerID = '' } = cloud.cloud.machines.get('master1') ?? {};
    const taints = [
      { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' },
      { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
    ];
    await cloud.register('master1', { spec: { providerID, taints } });
    expect(cloud.node('master1')?.spec).to.deep.equal({ providerID, taints: taints.slice(1) });
  });

  it('gives no zone to a node if its machine has none', async () => {
    await using cloud = await controlled({ machines: [machineSpec('worker1')] });
    await cloud.register('worker1');
    expect(cloud.node('worker1')?.metadata?.labels).not.to.have.property('topology.kubernetes.io/zone');
  });

  it('lets it wait until the cloud has its machine', async () => {
    await using cloud = await controlled();
    await cloud.register('mine');
    expect(cloud.node('mine')?.spec?.taints).to.have.length(1);
    expect(cloud.problems[0]).to.equal('node mine: failed to get instance metadata for node mine: instance not found');
    cloud.cloud.machines.add({ name: 'mine', zone: 'r-1c' });
    await cloud.pass(60_000);
    expect(cloud.node('mine')?.spec?.taints).to.deep.equal([]);
  });

  it('lets it wait as long as the kubelet has an address that the cloud does not know', async () => {
    await using cloud = await controlled();
    await cloud.register('worker1', {
      metadata: { annotations: { 'alpha.kubernetes.io/provided-node-ip': '9.9.9.9' } },
    });
    expect(cloud.node('worker1')?.spec?.taints).to.have.length(1);
    expect(cloud.problems[0]).to.match(/matches ip: 9\.9\.9\.9$/);
  });

  it('retries after a conflict', async () => {
    await using cloud = await controlled();
    const { replace } = cloud.api;
    let disturbed = false;
    cloud.api.replace = (resource, reference, object) => {
      if (!disturbed) cloud.api.edit('/api/v1/nodes/worker1', ({ metadata }) => ({ ...metadata?.labels }));
      disturbed = true;
      return replace(resource, reference, object);
    };
    await cloud.register('worker1');
    await cloud.pass(50);
    expect(cloud.node('worker1')?.spec?.taints).to.deep.equal([]);
    expect(cloud.problems).to.deep.equal([]);
  });

  const table: readonly (readonly [string, Record<string, string>, Record<string, string>])[] = [
    ['changes a stable label back', { 'topology.kubernetes.io/zone': 'x' }, { 'topology.kubernetes.io/zone': 'r-1a' }],
    [
      'follows a beta label',
      { 'failure-domain.beta.kubernetes.io/zone': 'x' },
      { 'failure-domain.beta.kubernetes.io/zone': 'x', 'topology.kubernetes.io/zone': 'x' },
    ],
  ];
  for (const [does, changes, labels] of table) {
    it(`${does} afterwards`, async () => {
      await using cloud = await controlled();
      await cloud.register('worker1');
      await cloud.change('worker1', ({ metadata }) => Object.assign(metadata?.labels ?? {}, changes));
      await cloud.pass();
      expect(cloud.node('worker1')?.metadata?.labels).to.include(labels);
    });
  }

  it('writes the new address of a returned kubelet immediately, if the cloud has it too', async () => {
    await using cloud = await controlled();
    await cloud.register('worker1');
    const { internalIP = '' } = cloud.cloud.machines.get('worker1') ?? {};
    const comesWith = (ip: string) =>
      cloud.change('worker1', ({ metadata, status }) => {
        Object.assign(metadata ?? {}, { annotations: { 'alpha.kubernetes.io/provided-node-ip': ip } });
        Object.assign(status ?? {}, { addresses: [{ type: 'InternalIP', address: '9.9.9.9' }] });
      });
    const addresses = () => cloud.node('worker1')?.status?.addresses?.map(({ address }) => address);
    await comesWith('9.9.9.8');
    expect(addresses()).to.deep.equal(['9.9.9.9']);
    await comesWith(internalIP);
    expect(addresses()).to.deep.equal([internalIP]);
  });

  it('writes addresses again that were lost, within five minutes', async () => {
    await using cloud = await controlled();
    await cloud.register('worker1');
    await cloud.change('worker1', (node) => Object.assign(node.status ?? {}, { addresses: [] }));
    await cloud.pass(300_000);
    const { internalIP } = cloud.cloud.machines.get('worker1') ?? {};
    expect(cloud.node('worker1')?.status?.addresses).to.deep.equal([{ type: 'InternalIP', address: internalIP }]);
  });
});
