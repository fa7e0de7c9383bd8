import { digitsOf } from '../../simulator/cloud/disks.ts';
import { gibibyte } from '../../simulator/csi/requests.ts';
import type { Cloud } from '../cloud.ts';
import { checkService } from './check-service.ts';
import { nifcloud as disks } from './nifcloud.ts';

export const nifcloud: Cloud = {
  name: 'nifcloud',
  zones: 'required',
  subnet: '10.34.0.0/16',
  topologies: ['nifcloud'],
  // nifcloud-cloud-controller-manager, pkg/cloudprovider/providers/nifcloud: the unique id has eight digits.
  identify(name, { zone = '' }) {
    const id = `i-${digitsOf(name, 8)}`;
    return { id, providerID: `nifcloud:///${zone}/${id}` };
  },
  publicAddresses: true,
  drivers: [
    {
      releases: { '1.1': disks },
      // https://github.com/nifcloud/nifcloud-additional-storage-csi-driver
      images: ['nifcloud-additional-storage-csi-driver'],
      sanity: { volumeSize: 100 * gibibyte, expandSize: 200 * gibibyte },
    },
  ],
  // https://github.com/nifcloud/nifcloud-cloud-controller-manager
  controller: {
    component: 'nifcloud-cloud-controller-manager',
    version: '1.2.0',
    images: ['nifcloud-cloud-controller-manager'],
    check: checkService,
  },
  sanity: { region: 'jp-east-1', zones: ['east-11', 'east-12'], instanceType: 'medium8' },
};
