import { expect } from 'chai';
import type { KubernetesObject } from '../../../harness/api/resources.ts';
import { resources } from '../../../harness/api/resources.ts';
import { settingsFrom } from '../../control-plane/settings.ts';
import { once, type RealControlPlane, realControlPlane } from '../../testing/real-control-plane.ts';
import { threeZones } from '../../topology/testing/three-zones.ts';
import { driver, volumeAndClaim, writer } from '../testing/disk-manifests.ts';
import { fakeDriver } from '../testing/fake-driver.ts';
import type { NodeService } from './csi-drivers.ts';
import { kubelet } from './kubelet.ts';
import { attachmentName } from './node-volumes.ts';
import { memoryVolume, type Volume } from './volume.ts';

type Node = KubernetesObject & {
  spec?: { taints?: { key: string }[]; providerID?: string };
  status?: { volumesInUse?: string[]; conditions?: { type: string; status: string; lastHeartbeatTime: string }[] };
};
type Pod = KubernetesObject & {
  spec: { nodeName?: string };
  status?: {
    phase?: string;
    containerStatuses?: { ready: boolean; restartCount: number; lastState: { terminated?: { exitCode: number } } }[];
  };
};
type CsiNode = KubernetesObject & { spec: { drivers: { name: string; allocatable?: { count: number } }[] } };
type Claim = KubernetesObject & { status?: { capacity?: { storage: string } } };
type Event = KubernetesObject & { reason?: string; message?: string; involvedObject: { kind: string } };
type Attachment = KubernetesObject & { spec: { nodeName: string } };

const named = (name: string) => (object: KubernetesObject) => object.metadata?.name === name;

describe('kubelet of machines in zones, on a real control plane', () => {
  const undo = new AsyncDisposableStack();
  const disks = new Map<string, Volume>();
  let plane: RealControlPlane;

  before(async () => {
    plane = undo.use(await realControlPlane(10, settingsFrom(), threeZones()));
    const { cluster, cloud } = plane;
    const { api } = cluster;
    const connect = (machine: string): NodeService => {
      const segments = { 'topology.example.com/zone': cloud.machines.get(machine)?.zone ?? '' };
      const info = { nodeId: machine, maxVolumesPerNode: 26, accessibleTopology: { segments } };
      return fakeDriver({
        mounts: cloud.mounts(machine),
        info,
        disks,
        capabilities: ['STAGE_UNSTAGE_VOLUME', 'EXPAND_VOLUME'],
      });
    };
    const endpoints = new Map([[driver, { nodeSocket: async (machine: string) => machine }]]);
    disks.set('vol-1', memoryVolume({ root: { uid: 0, gid: 0, mode: 0o755 } }));
    await api.create(resources.CSIDriver, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: driver },
      spec: { fsGroupPolicy: 'File' },
    } as KubernetesObject);
    undo.use(await kubelet({ cloud, drivers: () => endpoints, connect }).attachTo(cluster));
    const [volume, claim] = volumeAndClaim();
    await api.create(resources.PersistentVolume, volume);
    await api.create(resources.PersistentVolumeClaim, claim);
  });
  after(() => undo.disposeAsync());

  const podIs = async (wanted: (pod: Pod) => boolean) => {
    const pods = await once<Pod>(plane.cluster.api, resources.Pod, (all) => all.some((pod) => wanted(pod)));
    return pods.find(wanted);
  };
  const nodeIs = (name: string, wanted: (node: Node) => boolean) =>
    once<Node>(plane.cluster.api, resources.Node, (all) => all.some((node) => named(name)(node) && wanted(node)));

  it('registers every machine with its drivers', async () => {
    const nodes = await once<CsiNode>(plane.cluster.api, resources.CSINode, (all) => all.length === 3);
    for (const { spec } of nodes) {
      const topologyKeys = ['topology.example.com/zone'];
      expect(spec.drivers[0]).to.deep.include({ name: driver, topologyKeys, allocatable: { count: 26 } });
    }
    const [worker] = (await nodeIs('worker1', () => true)).filter(named('worker1'));
    expect(worker?.metadata?.labels).to.include({ 'topology.example.com/zone': 'r-1a' });
    expect(worker?.metadata?.labels).not.to.have.property('topology.kubernetes.io/zone');
    expect(worker?.spec?.providerID).to.match(/^test-cloud:\/\/\/r-1a\/i-/);
  });

  it('has the volume attached before it mounts it, as the user of the pod', async () => {
    const { api } = plane.cluster;
    await api.create(resources.Pod, writer('worker1'));
    const [attachment] = await once<Attachment>(api, resources.VolumeAttachment, (all) => all.length === 1);
    const name = attachmentName({ driver, handle: 'vol-1' }, 'worker1');
    expect(attachment).to.have.nested.property('metadata.name', name);
    await nodeIs('worker1', ({ status }) => status?.volumesInUse?.[0] === `kubernetes.io/csi/${driver}^vol-1`);
    expect(disks.get('vol-1')?.list()).to.deep.equal([]);
    const body = { status: { attached: true } };
    await api.patch(resources.VolumeAttachment, { name, subresource: 'status' }, { type: 'merge', body });
    await podIs(({ status }) => status?.containerStatuses?.[0]?.ready === true);
    expect(disks.get('vol-1')?.ownership('log')).to.deep.equal({ uid: 1000, gid: 2000, mode: 0o2755 });
  });

  it('lets the file system grow when the disk has grown', async () => {
    const { api } = plane.cluster;
    const claim = { name: 'data', namespace: 'default' };
    const size = { capacity: { storage: '2Gi' } };
    await api.patch(resources.PersistentVolume, { name: 'data' }, { type: 'merge', body: { spec: size } });
    // As the resizer leaves it for the node.
    const conditions = [
      { type: 'FileSystemResizePending', status: 'True', lastTransitionTime: '2026-05-01T00:00:00Z' },
    ];
    const status = { ...claim, subresource: 'status' };
    await api.patch(resources.PersistentVolumeClaim, status, { type: 'merge', body: { status: { conditions } } });
    await once<Claim>(api, resources.PersistentVolumeClaim, ([one]) => one?.status?.capacity?.storage === '2Gi');
    const events = await once<Event>(
      api,
      resources.Event,
      (all) => all.filter(({ reason }) => reason === 'FileSystemResizeSuccessful').length === 2,
    );
    const found = events.filter(({ reason }) => reason === 'FileSystemResizeSuccessful');
    expect(found.map(({ involvedObject }) => involvedObject.kind)).to.have.members(['Pod', 'PersistentVolumeClaim']);
    expect(found[0]?.message).to.equal('MountVolume.NodeExpandVolume succeeded for volume "data" worker1');
  });

  it('sends nothing for a machine that is off, and restarts its pods at the next boot', async () => {
    const { machines, mounts } = plane.cloud;
    machines.stop('worker1');
    expect(mounts('worker1').paths()).to.deep.equal([]);
    expect(await plane.kubectl('logs', 'writer')).to.include('10250');
    machines.start('worker1');
    const pod = await podIs(({ status }) => status?.containerStatuses?.[0]?.restartCount === 1);
    expect(pod?.status?.containerStatuses?.[0]).to.have.nested.property('lastState.terminated.exitCode', 255);
    await podIs(({ status }) => status?.containerStatuses?.[0]?.ready === true);
    expect(await plane.kubectl('logs', 'writer')).to.equal('written\nwritten\n');
  });

  it('lets containers run on a node that is cut off, and deletes them when it hears of it', async () => {
    const { api } = plane.cluster;
    const { machines, mounts } = plane.cloud;
    machines.cutOff('r-1a');
    await api.delete(resources.Pod, { namespace: 'default', name: 'writer' });
    await podIs(({ metadata }) => metadata?.deletionTimestamp !== undefined);
    expect(mounts('worker1').paths()).to.have.length(2);
    machines.reconnect('r-1a');
    await once<Pod>(api, resources.Pod, (all) => all.length === 0);
    expect(mounts('worker1').paths()).to.deep.equal([]);
    await nodeIs('worker1', ({ status }) => (status?.volumesInUse ?? []).length === 0);
  });

  it('registers a machine that is added, and unregisters one that is removed', async () => {
    const { machines } = plane.cloud;
    const { name } = machines.add({ zone: 'r-1c' });
    await nodeIs(name, ({ spec }) => !spec?.taints?.length);
    machines.remove(name);
    expect(() => machines.stop(name)).to.throw(name);
    await plane.cluster.api.delete(resources.Node, { name });
    await once<Node>(plane.cluster.api, resources.Node, (all) => !all.some(named(name)));
  });
});
