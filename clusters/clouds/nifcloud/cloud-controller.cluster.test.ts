import { expect } from 'chai';
import type { KubernetesObject } from '../../../harness/api/resources.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Service as AnyService, Node } from '../../../harness/kubernetes.ts';
import { settingsFrom } from '../../control-plane/settings.ts';
import { cloudController } from '../../simulator/cloud/cloud-controller.ts';
import { hasTaint, isReady, shutdownTaint } from '../../simulator/cloud/cloud-node.ts';
import { kubelet } from '../../simulator/machine/kubelet.ts';
import { once, type RealControlPlane, realControlPlane } from '../../testing/real-control-plane.ts';
import { readTopology } from '../read-topology.ts';
import { nifcloud } from './cloud.ts';

type Event = KubernetesObject & { reason?: string; message?: string; involvedObject?: { name?: string } };
type Service = AnyService & { metadata: { annotations?: Record<string, string> } };

const web = [
  {
    resource: resources.Deployment,
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'nginx', image: 'nginx:alpine' }] },
      },
    },
  },
  {
    resource: resources.Service,
    spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] },
  },
];

describe("NIFCLOUD's cloud controller on a real control plane", () => {
  const undo = new AsyncDisposableStack();
  let plane: RealControlPlane;

  before(async () => {
    plane = undo.use(await realControlPlane(20, settingsFrom(), await readTopology('nifcloud')));
    const { cluster, cloud } = plane;
    const { controller: profile } = nifcloud;
    if (!profile) throw new Error('NIFCLOUD has a cloud controller manager');
    const simulators = [kubelet({ cloud, cloudProvider: 'external' }), cloudController({ cloud, profile })];
    for (const attached of await Promise.all(simulators.map((simulator) => simulator.attachTo(cluster))))
      undo.use(attached);
    for (const {
      resource: { apiVersion, kind, ...rest },
      spec,
    } of web) {
      const object = { apiVersion, kind, metadata: { name: 'web', namespace: 'default' }, spec };
      await cluster.api.create({ apiVersion, kind, ...rest }, object as KubernetesObject);
    }
  });
  after(() => undo.disposeAsync());

  it('makes the nodes known, with their zones', async () => {
    const columns = 'topology.kubernetes.io/zone,failure-domain.beta.kubernetes.io/region';
    const lines = (await plane.kubectl('get', 'nodes', '--no-headers', '-L', columns)).trim().split('\n');
    expect(
      lines.map((line) => line.split(/\s+/)).map(([name, ready, , , , ...labels]) => [name, ready, ...labels]),
    ).to.eql([
      ...['1', '2', '3'].map((zone) => [`master1${zone}1`, 'Ready', `east-1${zone}`, 'jp-east-1']),
      ...['1', '2', '3'].map((zone) => [`node1${zone}1`, 'Ready', `east-1${zone}`, 'jp-east-1']),
    ]);
    const described = await plane.kubectl('describe', 'node', 'node121');
    expect(described).to.match(/^ProviderID:\s+nifcloud:\/\/\/east-12\/i-[0-9a-f]{8}$/m);
    expect(described).to.match(/Synced .* cloud-node-controller +Node synced successfully/);
    expect(described).to.match(/ExternalIP: +198\.18\.0\.\d+\n +InternalIP: +10\.34\./);
  });

  it('balances over the workers, and serves what is behind', async () => {
    const isBalanced = ({ status }: Service) => status?.loadBalancer?.ingress?.length === 1;
    const [service] = (await once<Service>(plane.cluster.api, resources.Service, (all) => all.some(isBalanced))).filter(
      isBalanced,
    );
    const annotations = service?.metadata.annotations;
    expect(annotations?.['plimsoll.dev/load-balancer-targets']).to.equal('node111,node121,node131');
    const address = service?.status?.loadBalancer?.ingress?.[0]?.ip;
    // Connections are dropped until the balancer has seen that the Pods are Ready.
    const page = () =>
      fetch(`http://${address}:${annotations?.['plimsoll.dev/listening-port'] ?? '80'}/`).then(
        (answer) => answer.text(),
        () => undefined,
      );
    let served = await page();
    for (const deadline = Date.now() + 20_000; served === undefined && Date.now() < deadline; served = await page());
    expect(served).to.match(/Welcome to nginx!/);
  });

  it('lets the Service go', async () => {
    expect(await plane.kubectl('delete', 'service', 'web', '--timeout=20s')).to.match(/"web" deleted/);
    await once<Event>(plane.cluster.api, resources.Event, (all) =>
      all.some(({ reason }) => reason === 'DeletedLoadBalancer'),
    );
  });

  it('gives the node of a stopped machine a taint, and takes it away again', async () => {
    const node = (is: (node: Node) => boolean) =>
      once<Node>(plane.cluster.api, resources.Node, (all) =>
        all.some((one) => one.metadata?.name === 'node111' && is(one)),
      );
    plane.cloud.machines.stop('node111');
    await node((one) => hasTaint(one, shutdownTaint) && !isReady(one));
    plane.cloud.machines.start('node111');
    await node((one) => !hasTaint(one, shutdownTaint) && isReady(one));
  });

  it('deletes the node of a machine that has gone', async () => {
    plane.cloud.machines.remove('node131');
    await once(plane.cluster.api, resources.Node, (all) => !all.some(({ metadata }) => metadata?.name === 'node131'));
    const [event] = (
      await once<Event>(plane.cluster.api, resources.Event, (all) =>
        all.some(({ reason }) => reason === 'DeletingNode'),
      )
    ).filter(({ reason }) => reason === 'DeletingNode');
    expect(event?.message).to.equal('Deleting node node131 because it does not exist in the cloud provider');
  });
});
