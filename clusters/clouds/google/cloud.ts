import type { Cloud } from '../cloud.ts';
import { pd } from './pd.ts';
import { project } from './pd-volumes.ts';

export const google: Cloud = {
  name: 'google',
  zones: 'required',
  // Of europe-west1 in an auto mode network: https://cloud.google.com/vpc/docs/subnets#ip-ranges
  subnet: '10.132.0.0/20',
  topologies: ['gke-zones'],
  // providers/gce of https://github.com/kubernetes/cloud-provider-gcp. The id is what the driver calls a node:
  // nodeIDFmt in its pkg/common/utils.go.
  identify: (name, { zone = '' }) => ({
    id: `projects/${project}/zones/${zone}/instances/${name}`,
    providerID: `gce://${project}/${zone}/${name}`,
  }),
  drivers: [
    {
      releases: { '1.10': pd },
      // https://github.com/kubernetes-sigs/gcp-compute-persistent-disk-csi-driver/blob/v1.10.2/deploy/kubernetes/images
      images: ['gcp-compute-persistent-disk-csi-driver'],
      // As the IDGen in the driver's own test/sanity/sanity_test.go.
      sanity: { volumeId: (made) => `projects/${project}/zones/europe-west1-b/disks/${made}` },
    },
  ],
  controller: {
    component: 'gcp-cloud-controller-manager',
    version: '30.0.0',
    images: ['cloud-provider-gcp/cloud-controller-manager'],
    // It balances every Service of type LoadBalancer.
    check: () => undefined,
  },
  sanity: { region: 'europe-west1', zones: ['europe-west1-b', 'europe-west1-c'], instanceType: 'e2-standard-2' },
};
