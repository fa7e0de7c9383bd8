import { expect } from 'chai';
import { resources } from '../harness/api/resources.ts';
import type { Cluster } from '../harness/cluster.ts';
import type { CSINode, PersistentVolumeClaim, Pod } from '../harness/kubernetes.ts';
import { condition } from '../harness/vocabulary/in-words.ts';
import { applyTo, clusterFor, seen } from './testing/explained-cluster.ts';
import { home, plimsoll } from './testing/plimsoll.ts';

const ebs = 'ebs.csi.aws.com';

describe('plimsoll explain', () => {
  it('names the cause of pvc-is-refused and of no-toleration-stays-off', async () => {
    await using cluster = await clusterFor('aks-virtual-node');
    await applyTo(cluster, ['aks-virtual-node/azurefile-claim.yaml', 'aks-virtual-node/pvc-is-refused.yaml']);
    await applyTo(cluster, ['aks-virtual-node/no-toleration-stays-off.burst.yaml'], { CPU: '5' });
    const refused = await seen<Pod>(cluster, 'Pod', ({ status }) => status?.reason === 'ProviderFailed');
    await unschedulable(cluster, 'web');

    expect(await firstLine(cluster, refused.metadata?.name ?? '')).to.match(
      new RegExp(
        '^Pod default/(nginx\\S+): virtual-node-aci-linux refuses it \\(ProviderFailed\\): pod \\1 requires volume ' +
          'azurefilespvc which is of an unsupported type; ' +
          'azurefilespvc is claim azurefile, and virtual nodes mount no claims$',
      ),
    );
    expect(await firstLine(cluster, 'web')).to.equal(
      'Pod default/web: no node takes it: aks-agentpool-19611256-vmss000000 and aks-agentpool-19611256-vmss000001 ' +
        '(insufficient cpu: 5 asked, 4 free of 4), ' +
        'virtual-node-aci-linux (taint virtual-kubelet.io/provider=azure:NoSchedule not tolerated)',
    );
  });

  it('names the cause of immediate-wrong-zone and of attach-limit', async () => {
    await using cluster = await clusterFor('multi-az');
    await applyTo(
      cluster,
      ['class-immediate', 'class-waiting', 'claim'].map((name) => `multi-az/${name}.yaml`),
    );
    await seen<PersistentVolumeClaim>(cluster, 'PersistentVolumeClaim', ({ status }) => status?.phase === 'Bound');
    await applyTo(cluster, ['multi-az/web-in-zone.yaml'], { ZONE: 'ap-northeast-1c' });
    await unschedulable(cluster, 'web');
    expect(await firstLine(cluster, 'web')).to.equal(
      'Pod default/web: the volume of claim my-pvc is in zone ap-northeast-1a, ' +
        'but the Pod asks for nodes by nodeSelector topology.kubernetes.io/zone=ap-northeast-1c: no node is both',
    );

    await cluster.api.delete(resources.Pod, { namespace: 'default', name: 'web' }, { gracePeriodSeconds: 0 });
    const limit = await limitOf(cluster, 'worker1');
    const spec = {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'gp2-csi',
      resources: { requests: { storage: '1Gi' } },
    };
    const VOLUMES = Array.from({ length: limit + 1 }, (_, at) => ({
      name: `disk-${at}`,
      ephemeral: { volumeClaimTemplate: { spec } },
    }));
    await applyTo(cluster, ['multi-az/attach-limit.yaml'], { NODE: 'worker1', VOLUMES: JSON.stringify(VOLUMES) });
    await unschedulable(cluster, 'web', /max volume count/);
    expect(await firstLine(cluster, 'web')).to.match(
      new RegExp(
        `^Pod default/web: the Pod asks for nodes by nodeSelector kubernetes.io/hostname=worker1, ` +
          `but the only such node, worker1, does not take it: ` +
          `[01] of ${limit} volumes of ${ebs} attached, the Pod adds ${limit + 1}$`,
      ),
    );
  });

  it('names the cause of drain-only-node-of-zone, the reason of every node, and what would help', async () => {
    await using cluster = await clusterFor('nifcloud');
    const { api } = cluster;
    await applyTo(
      cluster,
      ['class', 'claim', 'app'].map((name) => `nifcloud/${name}.yaml`),
    );
    const { metadata, spec } = await seen<Pod>(cluster, 'Pod', ({ status }) => status?.phase === 'Running');
    const [name = '', node = ''] = [metadata?.name, spec?.nodeName];
    await api.patch(resources.Node, { name: node }, { type: 'merge', body: { spec: { unschedulable: true } } });
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } };
    await api.create(resources.Pod, eviction, { name, subresource: 'eviction' });
    const { metadata: another } = await seen<Pod>(
      cluster,
      'Pod',
      (pod) => pod.metadata?.name !== name && condition(pod.status?.conditions, 'PodScheduled')?.status === 'False',
    );

    const { explanations } = JSON.parse(await explained(cluster, '--json'));
    const [found, ...others] = explanations;
    expect(others.filter(({ pod }: { pod: { name: string } }) => pod.name !== name)).to.deep.equal([]);
    expect(found.pod).to.deep.equal({ namespace: 'default', name: another?.name });
    expect(found.cause).to.match(
      new RegExp(
        `^the volume of claim nifcloud-as-claim is in zone east-1\\d, ` +
          `but the only worker there, ${node}, does not take it: cordoned`,
      ),
    );
    expect(found.helps[0]).to.equal(`uncordon ${node}`);
    expect(found.nodes).to.have.lengthOf(6);
    for (const { reasons } of found.nodes) expect(reasons).to.not.deep.equal([]);
  });
});

async function unschedulable(cluster: Cluster, name: string, message = /^0\//): Promise<void> {
  await seen<Pod>(cluster, 'Pod', ({ metadata, status }) => {
    const scheduled = condition(status?.conditions, 'PodScheduled');
    return metadata?.name === name && scheduled?.status === 'False' && message.test(scheduled.message ?? '');
  });
}

async function limitOf(cluster: Cluster, node: string): Promise<number> {
  const limitIn = ({ metadata, spec }: CSINode) =>
    metadata?.name === node ? spec.drivers?.find(({ name }) => name === ebs)?.allocatable?.count : undefined;
  return limitIn(await seen<CSINode>(cluster, 'CSINode', (each) => limitIn(each) !== undefined)) ?? 0;
}

async function firstLine(cluster: Cluster, pod: string): Promise<string | undefined> {
  return (await explained(cluster, `pod/${pod}`)).split('\n')[0];
}

async function explained({ kubeconfig }: Cluster, ...words: readonly string[]): Promise<string> {
  using place = home();
  const { code, stdout, stderr } = await plimsoll(['explain', ...words, '--kubeconfig', kubeconfig], place.path).ended;
  expect(code, stderr).to.equal(0);
  return stdout;
}
