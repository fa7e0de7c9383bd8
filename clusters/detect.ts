import type { V1CSIDriver, V1Node } from '@kubernetes/client-node';
import type { ApiClient } from '../harness/api/client.ts';
import { resources } from '../harness/api/resources.ts';
import type { Capability, Component } from '../harness/cluster.ts';

/** What a cluster shows of itself over its API. */
export interface Detected {
  readonly capabilities: ReadonlySet<Capability>;
  readonly components: readonly Omit<Component, 'simulated'>[];
}

/** The capabilities that the API tells of; of the others only use can tell. */
export const detectable: readonly Capability[] = ['virtual-node', 'vm-nodes', 'zones', 'azure-files'];

/** The components whose version the API tells. */
export const versioned: readonly string[] = ['azure-aci', 'kubelet'];

/** Reads from the API what the cluster can do, and the versions of what does it. */
export async function detect(api: ApiClient): Promise<Detected> {
  const [nodes, drivers] = await Promise.all([
    api.list<V1Node>(resources.Node),
    api.list<V1CSIDriver>(resources.CSIDriver),
  ]);
  const virtual = nodes.items.filter(isVirtual);
  const machines = nodes.items.filter((node) => !isVirtual(node) && takesPods(node));
  const zones = new Set(machines.flatMap(({ metadata }) => metadata?.labels?.[zoneLabel] ?? []));
  const azureFiles = drivers.items.some(({ metadata }) => metadata?.name === 'file.csi.azure.com');

  const capabilities = new Set<Capability>();
  if (virtual.length > 0) capabilities.add('virtual-node');
  if (machines.length > 0) capabilities.add('vm-nodes');
  if (zones.size > 1) capabilities.add('zones');
  if (azureFiles) capabilities.add('azure-files');

  const versions = (name: string, found: readonly V1Node[], pattern: RegExp) =>
    [...new Set(found.flatMap((node) => versionOf(node, pattern) ?? []))].map((version) => ({ name, version }));
  return {
    capabilities,
    components: [
      // `v1.19.10-vk-azure-aci-1.4.8`: Kubernetes' version, the provider, the provider's version.
      ...versions('azure-aci', virtual, /-vk-azure-aci-v?(\d+\.\d+\.\d+\S*)$/),
      ...versions('kubelet', machines, /^v?(\d+\.\d+\.\d+\S*)$/),
    ],
  };
}

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone */
const zoneLabel = 'topology.kubernetes.io/zone';

/** A virtual kubelet labels its node, and taints it with its provider's name. */
function isVirtual({ metadata, spec }: V1Node): boolean {
  const tainted = spec?.taints?.some(({ key }) => key === 'virtual-kubelet.io/provider') ?? false;
  return tainted && metadata?.labels?.type === 'virtual-kubelet';
}

function takesPods({ spec, status }: V1Node): boolean {
  const ready = status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  return ready && !spec?.unschedulable;
}

function versionOf({ status }: V1Node, pattern: RegExp): string | undefined {
  return pattern.exec(status?.nodeInfo?.kubeletVersion ?? '')?.[1];
}
