import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Simulator } from '../../../harness/simulator.ts';
import type { Cloud } from '../../simulator/cloud/cloud.ts';
import { containerGroups } from './aci/container-groups.ts';
import type { Placeholder } from './connector/manifests.ts';
import { runConnector } from './connector/run-connector.ts';
import type { Node } from './kubernetes.ts';
import type { Profile } from './profile.ts';
import { type ProfileName, profiles } from './profiles.ts';
import { runVirtualKubelet } from './run-virtual-kubelet.ts';

export interface VirtualKubeletSimulatorOptions {
  readonly profile: ProfileName | Profile;
  readonly cloud: Cloud;
  readonly nodeName?: string;
  /** The subnet delegated to container groups. */
  readonly subnet?: string;
  /** Milliseconds of the cloud's clock from an accepted group to its first process. */
  readonly startsWithin?: number;
  /** Wall-clock milliseconds that the connector and the node may take to be Ready. */
  readonly readyWithin?: number;
  /** Runs in the Deployment's Pods in the place of the virtual kubelet's image, where kubelets are real; it does nothing. */
  readonly placeholder?: Placeholder;
  /** Told what the virtual kubelet's own log would say. */
  readonly log?: (line: string) => void;
}

/**
 * AKS' virtual node: the Deployment `aci-connector-linux` in kube-system and what it does. Like there, the virtual kubelet
 * runs exactly while a Pod of that Deployment is Ready on another node.
 */
export function virtualKubelet(options: VirtualKubeletSimulatorOptions): Simulator {
  const { cloud, nodeName = 'virtual-node-aci-linux', subnet = '10.239.0.0/16', startsWithin = 3_000, log } = options;
  const { readyWithin = 60_000 } = options;
  const profile = typeof options.profile === 'string' ? profiles[options.profile] : options.profile;

  return {
    component: { name: 'azure-aci', version: profile.version, simulated: true },
    capabilities: ['virtual-node', 'private-registry'],
    async attachTo({ api }: Cluster) {
      await using attached = new AsyncDisposableStack();
      const starts = profile.containersStart ? startsWithin : undefined;
      const groups = attached.use(containerGroups({ cloud, subnet, startsWithin: starts }));
      const start = (address: string) =>
        runVirtualKubelet(api, { profile, cloud, groups, nodeName, address, ...(log && { log }) });
      const { clock } = cloud;
      const { version } = profile;
      const { placeholder } = options;
      attached.use(
        await runConnector(api, {
          version,
          start,
          clock,
          log: log ?? (() => undefined),
          ...(placeholder && { placeholder }),
        }),
      );

      let seen = 'is not there';
      const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
      using _nodes = watchAll<Node>(
        api,
        resources.Node,
        ({ object }) => {
          const condition = object.status?.conditions?.find(({ type }) => type === 'Ready');
          seen = `is ${condition?.status === 'True' ? '' : 'not '}Ready: ${condition?.message}`;
          if (condition?.status === 'True') resolve();
        },
        { fieldSelector: `metadata.name=${nodeName}` },
      );
      const explain = () =>
        new Error(
          `expected node ${nodeName} to be Ready within ${readyWithin} ms, but it ${seen}; see the Pods of Deployment kube-system/aci-connector-linux, which need a node that is no virtual one`,
        );
      const timer = setTimeout(() => reject(explain()), readyWithin);
      await ready.finally(() => clearTimeout(timer));
      return attached.move();
    },
  };
}
