import { document } from '../../harness/index.ts';

/** Article in Japanese of 2022 on Pods with volumes in three zones of AWS (Kubernetes 1.23, EBS and EFS CSI drivers). */
export const multiAz = document(
  'マルチAZ環境に構築したKubernetesで、PVをマウントしたPodがどのノードにスケジュールされるのか?',
);

export const ebsDriver = document('aws-ebs-csi-driver', 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver');

export const efsDriver = document('aws-efs-csi-driver', 'https://github.com/kubernetes-sigs/aws-efs-csi-driver');

export const provisioner = document('external-provisioner', 'https://github.com/kubernetes-csi/external-provisioner');

export const spreading = document(
  'Pod Topology Spread Constraints',
  'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
);

export const storageClasses = document(
  'Storage Classes',
  'https://kubernetes.io/docs/concepts/storage/storage-classes/',
);

export const volumeLimits = document(
  'Node-specific Volume Limits',
  'https://kubernetes.io/docs/concepts/storage/storage-limits/',
);

export const ebs = 'ebs.csi.aws.com';
