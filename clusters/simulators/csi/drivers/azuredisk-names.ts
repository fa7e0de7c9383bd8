export const topologyKey = 'topology.disk.csi.azure.com/zone';

/** Of the cluster's machines and disks: the simulated subscription and the resource group that AKS makes. */
export const diskGroup =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mc_plimsoll_plimsoll/providers/Microsoft.Compute';

export function diskUri(name: string): string {
  return `${diskGroup}/disks/${name}`;
}
