import { document } from '../../harness/index.ts';

/** Article in Japanese of 2019-12-18 on NIFCLOUD’s cloud controller manager and CSI driver (Kubernetes 1.17.0). */
export const nifcloud = document('ニフクラでも Kubernetes をいい感じに使いたい!');

export const cloudController = document(
  'nifcloud-cloud-controller-manager',
  'https://github.com/aokumasan/nifcloud-cloud-controller-manager',
);

export const diskDriver = document(
  'nifcloud-additional-storage-csi-driver',
  'https://github.com/aokumasan/nifcloud-additional-storage-csi-driver',
);

/** Kubernetes' source of that version, where it attaches volumes to nodes. */
export const reconciler = (version: string) =>
  document(
    'kubernetes',
    'https://github.com/kubernetes/kubernetes',
  )(`pkg/controller/volume/attachdetach/reconciler/reconciler.go at ${version}`);

export const diskDriverName = 'additional-storage.csi.nifcloud.com';
