import { document, repository } from '../../harness/index.ts';

/** Article in Japanese of 2021-07-15 on trying AKS on Azure Stack HCI (Kubernetes 1.20.5). */
export const aksHybrid = document({
  title: 'Tips for trying AKS on Azure Stack HCI',
  originalTitle: 'AKS on Azure Stack HCI 検証方法 Tips',
});

export const kubernetes = repository('kubernetes/kubernetes');

/** Decides whether a kubelet gives a volume to the Pod's group. */
export const supportsFSGroup = kubernetes('supportsFSGroup in pkg/volume/csi/csi_mounter.go');

/** What scenarios of a Pod with an fsGroup share; the driver may be another. */
export const fsGroup = { level: 'extended', about: 'akshci-csi-driver', requires: ['vm-nodes'] } as const;
