import { document, repository } from '../../harness/index.ts';

/**
 * Article in Japanese of 2022 on Pods with volumes in three zones of AWS (Kubernetes 1.23, EBS and EFS CSI drivers).
 */
export const multiAz = document({
  title: 'Which node is a Pod with a PersistentVolume scheduled to, on Kubernetes in a multi-AZ environment?',
  originalTitle: 'マルチAZ環境に構築したKubernetesで、PVをマウントしたPodがどのノードにスケジュールされるのか?',
  url: 'https://blog.mosuke.tech/entry/2022/05/31/multi-az-pv',
});

export const ebsDriver = repository('kubernetes-sigs/aws-ebs-csi-driver');

export const efsDriver = repository('kubernetes-sigs/aws-efs-csi-driver');

export const provisioner = repository('kubernetes-csi/external-provisioner');

export const spreading = document({
  title: 'Pod Topology Spread Constraints',
  url: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
});

export const storageClasses = document({
  title: 'Storage Classes',
  url: 'https://kubernetes.io/docs/concepts/storage/storage-classes/',
});

export const volumeLimits = document({
  title: 'Node-specific Volume Limits',
  url: 'https://kubernetes.io/docs/concepts/storage/storage-limits/',
});

export const ebs = 'ebs.csi.aws.com';
