import type { V1ManagedFieldsEntry } from '@kubernetes/client-node';
import { expect } from 'chai';
import type { KubernetesObject } from '../../../harness/api/resources.ts';
import { resources } from '../../../harness/api/resources.ts';
import { azurefile } from '../../clouds/azure/azurefile.ts';
import { readTopology } from '../../clouds/read-topology.ts';
import { settingsFrom } from '../../control-plane/settings.ts';
import { realSidecars } from '../../simulated-cluster.ts';
import { once, type RealControlPlane, realControlPlane } from '../../testing/real-control-plane.ts';
import { loadBalancer } from '../cloud/load-balancer.ts';
import { csiClient } from '../csi/client.ts';
import { csi } from '../csi/csi.ts';
import { deletion, sharedPage } from '../testing/shared-page.ts';
import { kubelet } from './kubelet.ts';

type Pod = KubernetesObject & {
  status?: { phase?: string; podIP?: string; conditions?: { type: string; status: string }[] };
};
type Service = KubernetesObject & {
  metadata: { annotations?: Record<string, string> };
  status?: { loadBalancer?: { ingress?: { ip: string }[] } };
};
type Event = KubernetesObject & { reason?: string; message?: string; involvedObject?: { name?: string } };

const managers = (object: KubernetesObject | undefined) =>
  (object?.metadata?.managedFields as V1ManagedFieldsEntry[] | undefined)?.map(({ manager, subresource }) =>
    [manager, subresource].filter(Boolean).join(' '),
  );
const named = (name: string) => (object: KubernetesObject) => object.metadata?.name === name;
const isReady = ({ status }: Pod) =>
  status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');

describe('kubelet, Azure Files and load balancer on a real control plane', () => {
  const undo = new AsyncDisposableStack();
  let plane: RealControlPlane;

  before(async () => {
    plane = undo.use(await realControlPlane(10, settingsFrom(), await readTopology('aks-virtual-node')));
    const { cluster, cloud } = plane;
    const storage = csi({ cloud, drivers: [azurefile], startSidecars: realSidecars(console.error) });
    const vms = kubelet({ cloud, drivers: () => storage.running, connect: csiClient });
    for (const simulator of [...storage.simulators, vms, loadBalancer({ cloud })]) {
      undo.use(await simulator.attachTo(cluster));
    }
    for (const { resource, object } of sharedPage) await cluster.api.create(resource, object);
  });
  after(() => undo.disposeAsync());

  it('shows its nodes as AKS does', async () => {
    const lines = (await plane.kubectl('get', 'nodes', '--no-headers')).trim().split('\n');
    expect(lines.map((line) => line.split(/\s+/).slice(0, 3))).to.deep.equal([
      ['aks-agentpool-19611256-vmss000000', 'Ready', 'agent'],
      ['aks-agentpool-19611256-vmss000001', 'Ready', 'agent'],
    ]);
  });

  it('names the components in managedFields', async () => {
    const { api } = plane.cluster;
    const [node] = await once<KubernetesObject>(api, resources.Node, (all) => all.length > 0);
    const [pod] = await once<Pod>(api, resources.Pod, (all) => all.some(isReady)).then((all) => all.filter(isReady));
    const [service] = await once<Service>(api, resources.Service, (all) =>
      all.some((service) => named('web')(service) && service.status?.loadBalancer?.ingress?.length),
    ).then((all) => all.filter(named('web')));
    expect(managers(node)).to.include('kubelet');
    expect(managers(pod)).to.include('kubelet status');
    expect(managers(service)).to.include('cloud-controller-manager status');
  });

  it('runs pods that share a file over a claim and over an inline volume', async () => {
    const pods = await once<Pod>(
      plane.cluster.api,
      resources.Pod,
      (all) => all.filter(isReady).length === 3 && all.some(({ status }) => status?.phase === 'Succeeded'),
    );
    expect(new Set(pods.map(({ status }) => status?.podIP))).to.have.length(pods.length);
  });

  it("serves the file at the Service's address", async () => {
    const [service] = await once<Service>(plane.cluster.api, resources.Service, (all) =>
      all.some((service) => named('web')(service) && service.status?.loadBalancer?.ingress?.length),
    ).then((all) => all.filter(named('web')));
    const address = service?.status?.loadBalancer?.ingress?.[0]?.ip;
    const port = service?.metadata.annotations?.['plimsoll.dev/listening-port'] ?? '80';
    // Connections are dropped until the balancer has seen that the Pods are Ready.
    const page = () =>
      fetch(`http://${address}:${port}/`).then(
        (answer) => answer.text(),
        () => undefined,
      );
    let served = await page();
    for (const deadline = Date.now() + 20_000; served === undefined && Date.now() < deadline; served = await page());
    expect(served).to.equal('written by writer\n');
  });

  it('answers kubectl logs', async () => {
    expect(await plane.kubectl('logs', 'talker')).to.equal('hello from talker\n');
    expect(await plane.kubectl('logs', 'talker', '--previous')).to.include(
      'previous terminated container "talk" in pod "talker" not found',
    );
  });

  it('records events', async () => {
    const reasons = (events: readonly Event[]) =>
      events.filter(({ involvedObject }) => involvedObject?.name === 'talker').map(({ reason }) => reason ?? '');
    const events = await once<Event>(plane.cluster.api, resources.Event, (all) => reasons(all).includes('Started'));
    expect(reasons(events)).to.have.members(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']);
    const started = events.find(
      ({ reason, involvedObject }) => reason === 'Started' && involvedObject?.name === 'talker',
    );
    expect(started?.message).to.equal('Container started');
  });

  it('releases everything that is deleted', async () => {
    const { api } = plane.cluster;
    for (const { resource, name } of deletion) await api.delete(resource, { namespace: 'default', name });
    await once(api, resources.Pod, (all) => all.length === 0);
    await once(api, resources.Service, (all) => !all.some(named('web')));
    const events = await once<Event>(api, resources.Event, (all) =>
      all.some(({ reason }) => reason === 'DeletedLoadBalancer'),
    );
    expect(events.map(({ reason }) => reason)).to.include.members(['Killing', 'DeletingLoadBalancer']);
  });
});
