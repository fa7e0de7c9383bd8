import { expect } from 'chai';
import { resources } from '../../../harness/api/resources.ts';
import type { Lease, Node } from '../../../harness/kubernetes.ts';
import { settingsFrom } from '../../control-plane/settings.ts';
import { once, realControlPlane } from '../../testing/real-control-plane.ts';
import { equalWorkers } from '../../topology/testing/three-zones.ts';
import { kubelet } from '../machine/kubelet.ts';
import { virtualKubelet } from './virtual-kubelet.ts';

const pace = 10;
const name = 'virtual-node-aci-linux';
const connector = { namespace: 'kube-system', name: 'aci-connector-linux' };

describe('virtualKubelet', () => {
  it('is Ready when attached, stops when its Deployment is scaled to 0, and is back with 1', async () => {
    await using plane = await realControlPlane(pace, settingsFrom(), equalWorkers(1));
    const { cluster, cloud } = plane;
    const { api } = cluster;
    await using _vms = await kubelet({ cloud }).attachTo(cluster);
    await using _virtual = await virtualKubelet({ profile: 'aks-1.6', cloud }).attachTo(cluster);
    const address = async () => {
      const node = await api.get<Node>(resources.Node, { name });
      return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
    };
    const pods = () =>
      plane.kubectl('get', 'pods', '-n', 'kube-system', '-l', 'app=aci-connector-linux', '-o', 'wide', '--no-headers');
    expect(await pods())
      .to.match(/^aci-connector-linux-\S+ +1\/1 +Running +0 /)
      .and.to.include(` ${await address()} `);

    const scale = (replicas: number) =>
      api.patch(
        resources.Deployment,
        { ...connector, subresource: 'scale' },
        { type: 'merge', body: { spec: { replicas } } },
      );
    const isReady = (status: string) => (nodes: readonly Node[]) =>
      nodes.some(({ metadata, status: node }) => metadata?.name === name && node?.conditions?.[0]?.status === status);
    await scale(0);
    await once<Node>(api, resources.Node, isReady('Unknown'));
    const lease = await api.get<Lease>(resources.Lease, { namespace: 'kube-node-lease', name });
    const renewed = lease.spec?.renewTime ?? '';
    expect(Date.now() - Date.parse(renewed)).to.be.greaterThan(40_000 / pace);

    await scale(1);
    await once<Node>(api, resources.Node, isReady('True'));
    expect(await pods()).to.include(` ${await address()} `);
  });
});
