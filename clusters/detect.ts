import type { ApiClient } from '../harness/api/client.ts';
import { resources } from '../harness/api/resources.ts';
import type { Capability, Component } from '../harness/cluster.ts';
import type { CSIDriver, Node } from '../harness/kubernetes.ts';
import { clouds, driverDefinitions } from './clouds/clouds.ts';

/** What the Nodes and CSIDrivers of a cluster show. */
export interface Detected {
  readonly capabilities: ReadonlySet<Capability>;
  readonly components: readonly Omit<Component, 'simulated'>[];
  /** Names of the CSIDrivers. */
  readonly drivers: readonly string[];
}

const ofDrivers = driverDefinitions.flatMap(({ name, capabilities = [] }) =>
  capabilities.map((capability) => ({ name, capability })),
);
const virtualNodes = clouds.flatMap(({ virtualNode }) => virtualNode?.component ?? []);

/** The capabilities that the API shows; the others show in use only. */
export const detectable: readonly Capability[] = [
  ...(['virtual-node', 'vm-nodes', 'zones'] as const),
  ...new Set(ofDrivers.map(({ capability }) => capability)),
];

/** The components whose version the Nodes show. */
export const versioned: readonly string[] = [...virtualNodes, 'kubelet'];

/** Reads capabilities and versions from the API. */
export async function detect(api: ApiClient): Promise<Detected> {
  const [nodes, csiDrivers] = await Promise.all([
    api.list<Node>(resources.Node),
    api.list<CSIDriver>(resources.CSIDriver),
  ]);
  const drivers = csiDrivers.items.flatMap(({ metadata }) => metadata?.name ?? []);
  const virtual = nodes.items.filter(isVirtual);
  const machines = nodes.items.filter((node) => !isVirtual(node) && takesPods(node));
  const zones = new Set(machines.flatMap(({ metadata }) => metadata?.labels?.[zoneLabel] ?? []));

  const capabilities = new Set<Capability>();
  if (virtual.length > 0) capabilities.add('virtual-node');
  if (machines.length > 0) capabilities.add('vm-nodes');
  if (zones.size > 1) capabilities.add('zones');
  for (const { name, capability } of ofDrivers) if (drivers.includes(name)) capabilities.add(capability);

  const versions = (name: string, found: readonly Node[], pattern: RegExp) =>
    [...new Set(found.flatMap((node) => versionOf(node, pattern) ?? []))].map((version) => ({ name, version }));
  return {
    ...{ capabilities, drivers },
    components: [
      // `v1.19.10-vk-azure-aci-1.4.8`: Kubernetes' version, the provider, the provider's version.
      ...virtualNodes.flatMap((name) => versions(name, virtual, new RegExp(`-vk-${name}-v?(\\d+\\.\\d+\\.\\d+\\S*)$`))),
      ...versions('kubelet', machines, /^v?(\d+\.\d+\.\d+\S*)$/),
    ],
  };
}

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone */
const zoneLabel = 'topology.kubernetes.io/zone';

/** A virtual kubelet labels its node, and taints it with its provider's name. */
function isVirtual({ metadata, spec }: Node): boolean {
  const tainted = spec?.taints?.some(({ key }) => key === 'virtual-kubelet.io/provider') ?? false;
  return tainted && metadata?.labels?.type === 'virtual-kubelet';
}

function takesPods({ spec, status }: Node): boolean {
  const ready = status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  return ready && !spec?.unschedulable;
}

function versionOf({ status }: Node, pattern: RegExp): string | undefined {
  return pattern.exec(status?.nodeInfo?.kubeletVersion ?? '')?.[1];
}
