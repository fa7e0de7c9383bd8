import type { Cloud } from '../cloud.ts';
import { akshci } from './akshci.ts';
import { nfs } from './nfs.ts';

export const azureStackHci: Cloud = {
  name: 'azure-stack-hci',
  zones: 'none',
  subnet: '172.16.0.0/16',
  topologies: ['aks-hybrid'],
  identify: (name) => ({ id: name, providerID: `moc://${name}` }),
  drivers: [
    { releases: { '1.0': akshci } },
    {
      releases: { '3.1': nfs },
      // https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/deploy/csi-nfs-node.yaml
      images: ['nfsplugin'],
      sanity: { parameters: { server: 'nfs.example', share: '/exports' } },
    },
  ],
  // AKS on Azure Stack HCI starts one for each cluster.
  loadBalancer: 'haproxy',
  sanity: { region: 'local', zones: [], instanceType: 'Standard_K8S3_v1' },
};
