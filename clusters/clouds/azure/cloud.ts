import { profiles } from '../../simulator/virtual-kubelet/profiles.ts';
import type { Cloud } from '../cloud.ts';
import { azuredisk } from './azuredisk.ts';
import { azurefile } from './azurefile.ts';

const subscription = '00000000-0000-0000-0000-000000000000';

export const azure: Cloud = {
  name: 'azure',
  zones: 'optional',
  // It keeps the first four addresses: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
  subnet: '10.224.0.0/16', // the default of `az aks create`: the nodes' subnet
  virtualNodes: true,
  privateRegistries: '.azurecr.io',
  kernelVersion: '6.8.0-1034-azure',
  topologies: ['aks-virtual-node'],
  // Kubernetes names a scale set's machine `<set><six digits, base 36>`, and Azure `<set>/virtualMachines/<number>`.
  identify(name, { region }) {
    const group = `/subscriptions/${subscription}/resourceGroups/mc_plimsoll_plimsoll_${region}`;
    const [, set, number] = /^(.*vmss)([0-9a-z]{6})$/.exec(name) ?? [];
    const path = set
      ? `virtualMachineScaleSets/${set}/virtualMachines/${Number.parseInt(number ?? '0', 36)}`
      : `virtualMachines/${name}`;
    return { id: name, providerID: `azure://${group}/providers/Microsoft.Compute/${path}` };
  },
  drivers: [
    // https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/deploy/csi-azurefile-node.yaml
    { releases: { '1.35': azurefile }, images: ['azurefile-csi'] },
    // https://github.com/kubernetes-sigs/azuredisk-csi-driver/blob/master/deploy/csi-azuredisk-node.yaml
    { releases: { '1.34': azuredisk }, images: ['azuredisk-csi'] },
  ],
  virtualNode: { short: 'aci', component: 'azure-aci', profiles },
  sanity: { region: 'local', zones: [], instanceType: 'Standard_D4s_v3' },
};
