import { document, repository } from '../../harness/index.ts';

/** Article in Japanese of 2019-12-18 on NIFCLOUD’s cloud controller manager and CSI driver (Kubernetes 1.17.0). */
export const nifcloud = document({
  title: 'Kubernetes on NIFCLOUD, with a cloud controller manager and a CSI driver',
  originalTitle: 'ニフクラでも Kubernetes をいい感じに使いたい!',
});

export const cloudController = repository('aokumasan/nifcloud-cloud-controller-manager');

export const diskDriver = repository('aokumasan/nifcloud-additional-storage-csi-driver');

const kubernetes = repository('kubernetes/kubernetes');

/** Kubernetes' source of that version, where it attaches volumes to nodes. */
export const reconciler = (version: string) =>
  kubernetes(`pkg/controller/volume/attachdetach/reconciler/reconciler.go at ${version}`);

export const diskDriverName = 'additional-storage.csi.nifcloud.com';
