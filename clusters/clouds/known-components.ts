/** How a component that we know shows in a cluster. */
export interface KnownComponent {
  /** Ends of its images' names, whatever registry they come from. */
  readonly images?: readonly string[];
  /** Name of the CSIDriver without which it is not there. */
  readonly driver?: string;
}

/** By the names that scenarios have for them. */
export const knownComponents: Readonly<Record<string, KnownComponent>> = {
  // Its version is in the kubelet's version that its Node tells.
  'azure-aci': {},
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml
  'ebs-csi-driver': { images: ['aws-ebs-csi-driver'], driver: 'ebs.csi.aws.com' },
  // https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/charts/aws-efs-csi-driver/values.yaml
  'efs-csi-driver': { images: ['aws-efs-csi-driver'], driver: 'efs.csi.aws.com' },
  // https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/deploy/csi-azurefile-node.yaml
  'azurefile-csi-driver': { images: ['azurefile-csi'], driver: 'file.csi.azure.com' },
  // https://github.com/kubernetes-sigs/azuredisk-csi-driver/blob/master/deploy/csi-azuredisk-node.yaml
  'azuredisk-csi-driver': { images: ['azuredisk-csi'], driver: 'disk.csi.azure.com' },
  'akshci-csi-driver': { driver: 'disk.csi.akshci.com' },
  // https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/deploy/csi-nfs-node.yaml
  'nfs-csi-driver': { images: ['nfsplugin'], driver: 'nfs.csi.akshci.com' },
  // https://github.com/nifcloud/nifcloud-additional-storage-csi-driver
  'nifcloud-csi-driver': {
    images: ['nifcloud-additional-storage-csi-driver'],
    driver: 'additional-storage.csi.nifcloud.com',
  },
  'nifcloud-cloud-controller-manager': { images: ['nifcloud-cloud-controller-manager'] },
  // https://github.com/kubernetes/cloud-provider-aws/blob/master/charts/aws-cloud-controller-manager/values.yaml
  'aws-cloud-controller-manager': { images: ['provider-aws/cloud-controller-manager'] },
  'cloud-load-balancer': {},
  haproxy: {},
  // https://kubernetes-csi.github.io/docs/sidecar-containers.html
  'csi-provisioner': { images: ['csi-provisioner'] },
  'csi-attacher': { images: ['csi-attacher'] },
  'csi-resizer': { images: ['csi-resizer'] },
  kubernetes: {},
  kubelet: {},
  etcd: {},
};
