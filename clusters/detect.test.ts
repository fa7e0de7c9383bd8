import type { V1CSIDriver, V1Node } from '@kubernetes/client-node';
import { expect } from 'chai';
import type { ApiClient } from '../harness/api/client.ts';
import type { Resource } from '../harness/api/resources.ts';
import { detect } from './detect.ts';

/** An API that lists these and does nothing else. */
function apiWith({ nodes = [], drivers = [] }: { nodes?: V1Node[]; drivers?: V1CSIDriver[] }): ApiClient {
  const list = async ({ kind }: Resource) => ({ items: kind === 'Node' ? nodes : drivers });
  return { list } as unknown as ApiClient;
}

function node({ version = 'v1.37.2', ready = 'True', virtual = false, cordoned = false, zone = '' } = {}): V1Node {
  return {
    metadata: {
      name: 'node',
      labels: { ...(virtual && { type: 'virtual-kubelet' }), ...(zone && { 'topology.kubernetes.io/zone': zone }) },
    },
    spec: {
      unschedulable: cordoned,
      taints: virtual ? [{ key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' }] : [],
    },
    status: {
      conditions: [{ type: 'Ready', status: ready }],
      nodeInfo: { kubeletVersion: version },
    },
  } as unknown as V1Node;
}

describe('detect', () => {
  it('finds nothing in an empty cluster', async () => {
    const { capabilities, components } = await detect(apiWith({}));
    expect([...capabilities]).to.deep.equal([]);
    expect(components).to.deep.equal([]);
  });

  it('reads the version of the ACI provider from its node', async () => {
    const found = await detect(apiWith({ nodes: [node({ virtual: true, version: 'v1.19.10-vk-azure-aci-1.4.8' })] }));
    expect([...found.capabilities]).to.deep.equal(['virtual-node']);
    expect(found.components).to.deep.equal([{ name: 'azure-aci', version: '1.4.8' }]);
  });

  it('finds a virtual node of another provider, without its version', async () => {
    const found = await detect(apiWith({ nodes: [node({ virtual: true, version: 'v1.15.2-vk-cri-fecb37c' })] }));
    expect([...found.capabilities]).to.deep.equal(['virtual-node']);
    expect(found.components).to.deep.equal([]);
  });

  it('names each version of the kubelets once', async () => {
    const { capabilities, components } = await detect(
      apiWith({ nodes: [node(), node(), node({ version: 'v1.36.3' })] }),
    );
    expect([...capabilities]).to.deep.equal(['vm-nodes']);
    expect(components.map(({ version }) => version)).to.deep.equal(['1.37.2', '1.36.3']);
  });

  it('does not count unschedulable nodes', async () => {
    const nodes = [node({ ready: 'False' }), node({ ready: 'Unknown' }), node({ cordoned: true })];
    expect([...(await detect(apiWith({ nodes }))).capabilities]).to.deep.equal([]);
  });

  it('needs schedulable nodes in two zones for zones', async () => {
    const capabilities = async (...nodes: V1Node[]) => (await detect(apiWith({ nodes }))).capabilities.has('zones');
    expect(await capabilities(node({ zone: 'a' }), node({ zone: 'b' }))).to.equal(true);
    expect(await capabilities(node({ zone: 'a' }), node({ zone: 'a' }), node())).to.equal(false);
    expect(await capabilities(node({ zone: 'a' }), node({ zone: 'b', cordoned: true }))).to.equal(false);
    expect(await capabilities(node({ zone: 'a' }), node({ zone: 'b', virtual: true }))).to.equal(false);
  });

  it('needs the label and the taint for a virtual node', async () => {
    const labelled = node({ virtual: true });
    const untainted = { ...labelled, spec: {} };
    expect([...(await detect(apiWith({ nodes: [untainted] }))).capabilities]).to.deep.equal(['vm-nodes']);
  });

  it('finds Azure Files by its CSI driver, and by no other', async () => {
    const driver = (name: string) => ({ metadata: { name } }) as V1CSIDriver;
    const drivers = [driver('disk.csi.azure.com'), driver('file.csi.azure.com')];
    expect([...(await detect(apiWith({ drivers }))).capabilities]).to.deep.equal(['azure-files']);
    expect([...(await detect(apiWith({ drivers: drivers.slice(0, 1) }))).capabilities]).to.deep.equal([]);
  });
});
