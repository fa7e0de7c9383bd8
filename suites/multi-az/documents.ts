import { claim, deployment, document, matching, repository, volume } from '../../harness/index.ts';

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

const kubernetesPage = (title: string, path: string) =>
  document({ title, url: `https://kubernetes.io/docs/concepts/${path}/` });

export const spreading = kubernetesPage(
  'Pod Topology Spread Constraints',
  'scheduling-eviction/topology-spread-constraints',
);
export const storageClasses = kubernetesPage('Storage Classes', 'storage/storage-classes');
export const volumeLimits = kubernetesPage('Node-specific Volume Limits', 'storage/storage-limits');

export const ebs = 'ebs.csi.aws.com';

/** An ephemeral volume of EBS. */
export const ephemeral = {
  volumeClaimTemplate: {
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'gp2-csi',
      resources: { requests: { storage: '1Gi' } },
    },
  },
};

/** The scheduler finds no node, for these reasons among others. */
export const noNode = (description: string, reasons: readonly string[]) => {
  const each = reasons.map((reason) => String.raw`(?=.*\d node\(s\) ${reason})`);
  return matching(new RegExp(String.raw`^0/\d+ nodes are available: ${each.join('')}`), description);
};

export const written = matching(/^from writer\n$/, 'only the line of the writer');

/** Pods of every zone read what the Pod writer has written; the volume's handle is of that form. */
export const efsIsShared = (handle: RegExp, form: string) => [
  claim('my-efs').hasCapacity('5Gi'),
  volume('my-efs').handle(matching(handle, form)),
  volume('my-efs').hasNoAffinity(),
  volume('my-efs').hasNoAttachment(),
  deployment('reader').runs(),
  deployment('reader').areSpreadOverZones(),
  deployment('reader').log(written),
];
