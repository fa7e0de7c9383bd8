import type { V1CSINode, V1Node, V1PersistentVolume } from '@kubernetes/client-node';
import { expect } from 'chai';
import { resources } from '../../harness/api/resources.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { partsOf, profilesIn } from '../clouds/profiles.ts';
import { readTopology } from '../clouds/read-topology.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { kindCluster } from '../kind-cluster.ts';
import { claim, run, until } from './testing/trial-pods.ts';

const zoneLabel = 'topology.kubernetes.io/zone';
const shown = "stat -c '%a %g' /data; mkdir /data/new && echo made";
const person = { runAsUser: 1000, fsGroup: 2000 };

describe('storage of real kubelets on multi-az', function () {
  this.timeout(120_000);
  const on = clusterOf('multi-az');

  it('is registered in each CSINode, with its topology keys', async () => {
    const { items } = await on().api.list<V1CSINode>(resources.CSINode);
    const drivers = items.map(({ metadata, spec }) => [
      metadata?.name,
      spec?.drivers.map(({ name, topologyKeys }) => `${name} ${topologyKeys?.toSorted().join(' ')}`).toSorted(),
    ]);
    const both = [
      'ebs.csi.aws.com kubernetes.io/os topology.ebs.csi.aws.com/zone topology.kubernetes.io/zone',
      'efs.csi.aws.com topology.kubernetes.io/zone',
    ];
    expect(Object.fromEntries(drivers)).to.deep.equal({ worker1: both, worker2: both, worker3: both });
  });

  it('keeps what a pod has written for the next one, in the zone of the first', async () => {
    const { api } = on();
    await claim(api, { name: 'ebs', provisioner: 'ebs.csi.aws.com', mode: 'ReadWriteOnce' });
    const volume = { persistentVolumeClaim: { claimName: 'ebs' } };
    const first = await run(api, { name: 'first', volume, script: 'echo first > /data/f && stat -c %a /data' });
    expect(first).to.include({ phase: 'Succeeded', log: '755\n' });
    const second = await run(api, { name: 'second', volume, script: 'cat /data/f' });
    expect(second).to.deep.equal({ phase: 'Succeeded', node: first.node, log: 'first\n' });

    const { items } = await api.list<V1PersistentVolume>(resources.PersistentVolume);
    const [{ spec }] = items as [V1PersistentVolume];
    const [term] = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
    const node = await api.get<V1Node>(resources.Node, { name: first.node });
    expect(term?.matchExpressions?.[0]).to.deep.include({
      key: zoneLabel,
      values: [node.metadata?.labels?.[zoneLabel]],
    });

    const denied = await run(api, { name: 'reader', volume, readOnly: true, script: 'cat /data/f; echo x > /data/g' });
    expect(denied.phase).to.equal('Failed');
    expect(denied.log).to.match(/^first\n.*Read-only file system\n$/);
  });

  it('is seen by pods in all zones where it is EFS', async () => {
    const { api } = on();
    const parameters = { provisioningMode: 'efs-ap', fileSystemId: 'fs-0a51f26d89a5046ce', directoryPerms: '700' };
    await claim(api, { name: 'efs', provisioner: 'efs.csi.aws.com', mode: 'ReadWriteMany', parameters });
    const volume = { persistentVolumeClaim: { claimName: 'efs' } };
    const script = "echo $HOSTNAME >> /data/log; cat /data/log; stat -c '%a %u' /data";
    const logs: string[] = [];
    for (const node of ['worker1', 'worker2', 'worker3']) {
      logs.push((await run(api, { name: `on-${node}`, volume, node, script })).log);
    }
    expect(logs.at(-1)).to.equal('on-worker1\non-worker2\non-worker3\n700 50000\n');
  });

  it('is there on a machine that was stopped, and on one that is added', async () => {
    const { api, machines } = on();
    const volume = { persistentVolumeClaim: { claimName: 'efs' } };
    await machines?.stop('worker3');
    await until<V1Node>(api, resources.Node, 'worker3', (node) => readiness(node) === 'Unknown');
    const added = await machines?.add({ zone: 'ap-northeast-1d' });
    expect(added).to.equal('worker4');
    await until<V1CSINode>(api, resources.CSINode, 'worker4', (node) => node?.spec?.drivers?.length === 2);
    const there = await run(api, { name: 'on-worker4', volume, node: 'worker4', script: 'head -n1 /data/log' });
    expect(there.log).to.equal('on-worker1\n');

    await machines?.start('worker3');
    await until<V1Node>(api, resources.Node, 'worker3', (node) => readiness(node) === 'True');
    const again = await run(api, { name: 'again', volume, node: 'worker3', script: 'head -n1 /data/log' });
    expect(again.log).to.equal('on-worker1\n');
  });
});

describe('storage of real kubelets on aks-hybrid', function () {
  this.timeout(120_000);
  const on = clusterOf('aks-hybrid');

  it('of a class without fsType denies users other than root, and is the group’s with the policy File', async () => {
    const { api } = on();
    await claim(api, { name: 'disk', provisioner: 'disk.csi.akshci.com', mode: 'ReadWriteOnce' });
    const wanted = { volume: { persistentVolumeClaim: { claimName: 'disk' } }, security: person, script: shown };
    const before = await run(api, { name: 'before', ...wanted });
    expect(before.phase).to.equal('Failed');
    expect(before.log).to.equal("755 0\nmkdir: can't create directory '/data/new': Permission denied\n");

    const body = { spec: { fsGroupPolicy: 'File' } };
    await api.patch(resources.CSIDriver, { name: 'disk.csi.akshci.com' }, { type: 'merge', body });
    expect(await run(api, { name: 'after', ...wanted })).to.include({ phase: 'Succeeded', log: '2775 2000\nmade\n' });
  });

  it('is mounted for the group by Azure Files', async () => {
    const { api } = on();
    await claim(api, { name: 'share', provisioner: 'file.csi.azure.com', mode: 'ReadWriteMany' });
    const volume = { persistentVolumeClaim: { claimName: 'share' } };
    const { log } = await run(api, { name: 'sharing', volume, security: person, script: shown });
    expect(log).to.equal('777 2000\nmade\n');
  });

  it('is shared by all nodes where it is NFS', async () => {
    const { api } = on();
    const parameters = { server: 'nfs-server.default.svc.cluster.local', share: '/' };
    await claim(api, { name: 'nfs', provisioner: 'nfs.csi.akshci.com', mode: 'ReadWriteMany', parameters });
    const volume = { persistentVolumeClaim: { claimName: 'nfs' } };
    await run(api, { name: 'one', volume, node: 'moc-lw1x7k2mqgd', script: 'echo one > /data/f' });
    const { log } = await run(api, { name: 'other', volume, node: 'moc-lw2h9t4sjzb', script: 'cat /data/f' });
    expect(log).to.equal('one\n');
  });
});

/** The cluster of a topology, from before its tests until after them. */
function clusterOf(name: string): () => Cluster {
  const undo = new AsyncDisposableStack();
  let cluster: Cluster | undefined;
  before(async function () {
    this.timeout(300_000);
    const topology = await readTopology(name);
    const image = settingsFrom().kindImage;
    const provider = kindCluster({
      ...{ topology, pace: 20, ...partsOf(topology, profilesIn()) },
      ...(image !== undefined && { image }),
    });
    const signal = new AbortController().signal;
    cluster = undo.use(await provider.start({ pace: 20, progress: () => undefined, signal }));
  });
  after(async function () {
    this.timeout(60_000);
    await undo.disposeAsync();
  });
  return () => {
    if (!cluster) throw new Error(`the cluster of ${name} was not started`);
    return cluster;
  };
}

function readiness(node: V1Node | undefined): string | undefined {
  return node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}
