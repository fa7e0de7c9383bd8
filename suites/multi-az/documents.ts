import { document, matching } from '../../harness/index.ts';

/**
 * Article in Japanese of 2022 on Pods with volumes in three zones of AWS (Kubernetes 1.23, EBS and EFS CSI drivers).
 */
export const multiAz = document({
  title: 'Which node is a Pod with a PersistentVolume scheduled to, on Kubernetes in a multi-AZ environment?',
  originalTitle: 'マルチAZ環境に構築したKubernetesで、PVをマウントしたPodがどのノードにスケジュールされるのか?',
  url: 'https://blog.mosuke.tech/entry/2022/05/31/multi-az-pv',
});

export const ebsDriver = document({
  title: 'aws-ebs-csi-driver',
  url: 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver',
});

export const efsDriver = document({
  title: 'aws-efs-csi-driver',
  url: 'https://github.com/kubernetes-sigs/aws-efs-csi-driver',
});

export const provisioner = document({
  title: 'external-provisioner',
  url: 'https://github.com/kubernetes-csi/external-provisioner',
});

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

/** The log of a Deployment whose Pods each add a line with their name to a file on the volume, and print the file. */
export const oneLineOf = (app: string) =>
  matching(new RegExp(`^from ${app}-\\S+\\n$`), `one line, from a Pod of ${app}`);

/** The same after one Pod has taken the place of another. */
export const linesOfTwo = (app: string) =>
  matching(
    new RegExp(`^from (${app}-\\S+)\\nfrom (?!\\1\\n)${app}-\\S+\\n$`),
    `the line of an earlier Pod of ${app}, and its own`,
  );
