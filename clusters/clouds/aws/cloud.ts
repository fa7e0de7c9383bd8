import { digitsOf } from '../../simulator/cloud/disks.ts';
import { givenFileSystem } from '../../simulator/cloud/file-systems.ts';
import type { Cloud } from '../cloud.ts';
import { ebs, ebs132 } from './ebs.ts';
import { efs, efs21 } from './efs.ts';

export const aws: Cloud = {
  name: 'aws',
  zones: 'required',
  subnet: '172.31.0.0/16', // the default VPC
  topologies: ['multi-az'],
  // k8s.io/cloud-provider-aws, pkg/providers/v1/instances.go
  identify(name, { zone = '' }) {
    const id = `i-0${digitsOf(name, 16)}`;
    return { id, providerID: `aws:///${zone}/${id}` };
  },
  drivers: [
    {
      releases: { '1.64': ebs, '1.32': ebs132 },
      // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml
      images: ['aws-ebs-csi-driver'],
    },
    {
      releases: { '3.4': efs, '2.1': efs21 },
      // https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/charts/aws-efs-csi-driver/values.yaml
      images: ['aws-efs-csi-driver'],
      sanity: { parameters: { provisioningMode: 'efs-ap', fileSystemId: givenFileSystem.id, directoryPerms: '700' } },
    },
  ],
  // https://github.com/kubernetes/cloud-provider-aws and its charts/aws-cloud-controller-manager/values.yaml
  controller: {
    component: 'aws-cloud-controller-manager',
    version: '1.37.0',
    images: ['provider-aws/cloud-controller-manager'],
  },
  sanity: { region: 'ap-northeast-1', zones: ['ap-northeast-1a', 'ap-northeast-1c'], instanceType: 'm5.large' },
};
