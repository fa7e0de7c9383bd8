import { expect } from 'chai';
import { parse } from 'yaml';
import type { Topology } from '../../topology/topology.ts';
import { managed, twoMasters } from '../testing/three-machines.ts';
import { type ConfigOptions, kindConfig, shorterWaits } from './kind-config.ts';

interface Rendered {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly containerdConfigPatches: readonly string[];
  readonly kubeadmConfigPatches: readonly string[];
  readonly nodes: readonly {
    readonly role: string;
    readonly extraMounts: readonly object[];
    readonly kubeadmConfigPatches: readonly string[];
  }[];
}

function rendered(topology: Topology, options: Partial<ConfigOptions> = {}) {
  const config = { topology, cluster: 'c', kubernetes: '1.37.2', pace: 1, externalCloud: true };
  const text = kindConfig({ ...config, hostnameFile: (container) => `/names/${container}`, ...options });
  const { kubeadmConfigPatches, containerdConfigPatches, nodes, ...rest } = parse(text) as Rendered;
  const patches = (texts: readonly string[]) => texts.map((patch) => parse(patch) as Record<string, unknown>);
  return {
    rest,
    containerd: containerdConfigPatches,
    settings: patches(kubeadmConfigPatches),
    nodes: nodes.map(({ kubeadmConfigPatches: own, ...node }) => ({ ...node, patches: patches(own) })),
  };
}

const taint = (key: string) => ({ key, effect: 'NoSchedule' });
const master = taint('node-role.kubernetes.io/control-plane');

describe('kindConfig', () => {
  it('is of the version that every kind understands', () =>
    expect(rendered(twoMasters).rest).to.deep.equal({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      name: 'c',
    }));

  it("registers each machine under its own name, the first control plane as kind's", () => {
    const { nodes } = rendered(twoMasters);
    const kubeletExtraArgs = { 'cloud-provider': 'external', 'provider-id': null, 'node-labels': '' };
    expect(nodes.map(({ role, patches }) => ({ role, patches }))).to.deep.equal([
      {
        role: 'control-plane',
        patches: [
          { kind: 'InitConfiguration', nodeRegistration: { name: 'master1', kubeletExtraArgs, taints: [master] } },
        ],
      },
      {
        role: 'worker',
        patches: [
          { kind: 'JoinConfiguration', nodeRegistration: { name: 'master2', kubeletExtraArgs, taints: [master] } },
        ],
      },
      {
        role: 'worker',
        patches: [
          {
            kind: 'JoinConfiguration',
            nodeRegistration: {
              name: 'node1',
              kubeletExtraArgs: { ...kubeletExtraArgs, 'node-labels': 'tier=front' },
              taints: [],
            },
          },
        ],
      },
    ]);
  });

  it('keeps every pod off a control plane that is going to vanish', () => {
    const [first] = rendered(managed, { externalCloud: false }).nodes;
    expect(first?.patches[0]).to.have.nested.property('nodeRegistration.name', 'hidden-control-plane');
    expect(first?.patches[0]).to.have.deep.nested.property('nodeRegistration.taints', [
      master,
      taint('plimsoll/hidden-control-plane'),
    ]);
  });

  it('gives each node its name, and the directories that its machine needs', () => {
    const mounts: ConfigOptions['mounts'] = ({ name }) => [{ hostPath: `/volumes/${name}`, containerPath: '/volumes' }];
    const { nodes } = rendered(managed, { mounts });
    const hostname = (container: string) => ({
      hostPath: `/names/${container}`,
      containerPath: '/etc/hostname',
      readOnly: true,
    });
    expect(nodes.map(({ extraMounts }) => extraMounts)).to.deep.equal([
      [hostname('c-control-plane')],
      [hostname('c-worker'), { hostPath: '/volumes/vm1', containerPath: '/volumes' }],
      [hostname('c-worker2'), { hostPath: '/volumes/vm2', containerPath: '/volumes' }],
    ]);
  });

  it('writes flags as a map and without a version, which kind translates', () => {
    const { settings } = rendered(managed, { pace: 20 });
    expect(settings[0]).to.not.have.property('apiVersion');
    expect(settings[0]).to.have.nested.property('etcd.local.extraArgs.unsafe-no-fsync', 'true');
    expect(settings[0]).to.have.nested.property('controllerManager.extraArgs.node-monitor-period', '1000ms');
    expect(settings[1]).to.include({ kind: 'KubeletConfiguration', nodeLeaseDurationSeconds: 8 });
  });

  it('serves what is asked of etcd over gRPC apart from what is asked over HTTP', () => {
    const { settings } = rendered(managed);
    const { 'listen-client-http-urls': address } = (
      settings[0] as { etcd: { local: { extraArgs: Record<string, string> } } }
    ).etcd.local.extraArgs;
    // On this machine alone, and at a free port: kubeadm takes 2379 to 2381.
    expect(address).to.equal('https://127.0.0.1:2382');
  });

  it('turns off what no test needs: elections, and statistics of containerd each second', () => {
    const { settings, containerd } = rendered(managed);
    for (const component of ['controllerManager', 'scheduler'])
      expect(settings[0]).to.have.nested.property(`${component}.extraArgs.leader-elect`, 'false');
    // kind leaves out what is of another version than the node's own configuration.
    expect(containerd).to.deep.equal([
      "version = 3\n[plugins.'io.containerd.cri.v1.runtime']\n  stats_collect_period = '1m'\n",
    ]);
  });

  it('does not ask of a kubelet what its minor does not know', () =>
    expect(rendered(managed, { pace: 20, kubernetes: '1.34.4' }).settings[1]).not.to.have.property('crashLoopBackOff'));
});

describe('shorterWaits', () => {
  it('leaves everything as Kubernetes ships it at pace 1', () => {
    const set = Object.values(shorterWaits(1, 37)).flatMap((settings) => Object.values(settings).filter(Boolean));
    expect(set).to.deep.equal([]);
  });

  it('notices the loss of a node after ten seconds, five leases of its kubelet, however high the pace', () => {
    const { controllerManager, kubelet } = shorterWaits(20, 37);
    expect(controllerManager['node-monitor-grace-period']).to.equal('10000ms');
    expect(kubelet).to.include({ nodeLeaseDurationSeconds: 8, nodeStatusUpdateFrequency: '2s' });
  });

  it('sends of a Node what has changed, and no oftener than Kubernetes does that nothing has', () =>
    expect(shorterWaits(20, 37).kubelet).to.include({ nodeStatusReportFrequency: '5m' }));

  it('shortens how long pods tolerate it', () =>
    expect(shorterWaits(20, 37).apiServer['default-unreachable-toleration-seconds']).to.equal('15'));

  it('bounds the pauses between crashes where kubelets have a setting for it', () => {
    expect(shorterWaits(20, 35).kubelet).to.deep.include({ crashLoopBackOff: { maxContainerRestartPeriod: '5s' } });
    expect(shorterWaits(20, 34).kubelet).not.to.have.property('crashLoopBackOff');
  });
});
