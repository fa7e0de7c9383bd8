import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster, Simulator } from '../../../harness/cluster.ts';
import type { Node } from '../../../harness/kubernetes.ts';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import { type Placeholder, runConnector } from './connector.ts';
import { containerGroups } from './container-groups.ts';
import type { Profile } from './profile.ts';
import { type ProfileName, profiles } from './profiles.ts';
import { runVirtualKubelet } from './run-virtual-kubelet.ts';

export interface VirtualKubeletSimulatorOptions {
  readonly profile: ProfileName | Profile;
  readonly cloud: SimulatedCloud;
  readonly nodeName?: string;
  /** The subnet delegated to container groups. */
  readonly subnet?: string;
  /** Milliseconds of the cloud's clock from an accepted group to its first process. */
  readonly startsWithin?: number;
  /** Runs in the Deployment's Pods in place of the virtual kubelet's image where kubelets are real; it does nothing. */
  readonly placeholder?: Placeholder;
  /** Takes the lines of the virtual kubelet's own log. */
  readonly log?: (line: string) => void;
}

/**
 * AKS' virtual node: the Deployment `aci-connector-linux` in kube-system and its process. Like there, it runs
 * exactly while a Pod of that Deployment is Ready on another node.
 */
export function virtualKubelet(options: VirtualKubeletSimulatorOptions): Simulator {
  const { cloud, nodeName = 'virtual-node-aci-linux', subnet = '10.239.0.0/16', startsWithin = 3_000 } = options;
  const { placeholder, log = () => undefined } = options;
  const profile = typeof options.profile === 'string' ? profiles[options.profile] : options.profile;
  const { version } = profile;

  return {
    component: { name: 'azure-aci', version, simulated: true },
    capabilities: ['virtual-node', 'private-registry'],
    async attachTo({ api }: Cluster) {
      await using attached = new AsyncDisposableStack();
      const starts = profile.containersStart ? startsWithin : undefined;
      const groups = attached.use(containerGroups({ cloud, subnet, startsWithin: starts }));
      const start = (address: string) => runVirtualKubelet(api, { profile, cloud, groups, nodeName, address, log });
      const process = { version, start, clock: cloud.clock, log };
      attached.use(await runConnector(api, { ...process, ...(placeholder && { placeholder }) }));
      await nodeReady(api, nodeName);
      return attached.move();
    },
  };
}

/** Wall-clock milliseconds that the connector and the node may take to be Ready. */
const readyWithin = 60_000;

async function nodeReady(api: ApiClient, nodeName: string): Promise<void> {
  let state = 'is not there';
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const seen = ({ status }: Node) => {
    const condition = status?.conditions?.find(({ type }) => type === 'Ready');
    state = `is ${condition?.status === 'True' ? '' : 'not '}Ready: ${condition?.message}`;
    if (condition?.status === 'True') resolve();
  };
  using _nodes = watchAll<Node>(api, resources.Node, ({ object }) => seen(object), {
    fieldSelector: `metadata.name=${nodeName}`,
  });
  const late = () =>
    new Error(
      `expected node ${nodeName} to be Ready within ${readyWithin} ms, but it ${state}; see the Pods of Deployment ` +
        'kube-system/aci-connector-linux, which need a node that is not virtual',
    );
  const timer = setTimeout(() => reject(late()), readyWithin);
  await ready.finally(() => clearTimeout(timer));
}
