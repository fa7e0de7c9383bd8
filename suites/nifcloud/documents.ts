import { document, matching } from '../../harness/index.ts';

/** Article in Japanese of 2019-12-18 on NIFCLOUD’s cloud controller manager and CSI driver (Kubernetes 1.17.0). */
export const nifcloud = document({
  title: 'Kubernetes on NIFCLOUD, with a cloud controller manager and a CSI driver',
  originalTitle: 'ニフクラでも Kubernetes をいい感じに使いたい!',
});

export const cloudController = document({
  title: 'nifcloud-cloud-controller-manager',
  url: 'https://github.com/aokumasan/nifcloud-cloud-controller-manager',
});

export const diskDriver = document({
  title: 'nifcloud-additional-storage-csi-driver',
  url: 'https://github.com/aokumasan/nifcloud-additional-storage-csi-driver',
});

const kubernetes = document({ title: 'kubernetes', url: 'https://github.com/kubernetes/kubernetes' });

/** Kubernetes' source of that version, where it attaches volumes to nodes. */
export const reconciler = (version: string) =>
  kubernetes(`pkg/controller/volume/attachdetach/reconciler/reconciler.go at ${version}`);

export const diskDriverName = 'additional-storage.csi.nifcloud.com';

/** The log of a Deployment whose Pods each add a line with their name to a file on the volume, and print the file. */
export const oneLineOf = (app: string) =>
  matching(new RegExp(`^from ${app}-\\S+\\n$`), `one line, from a Pod of ${app}`);

/** The same after one Pod has taken the place of another. */
export const linesOfTwo = (app: string) =>
  matching(
    new RegExp(`^from (${app}-\\S+)\\nfrom (?!\\1\\n)${app}-\\S+\\n$`),
    `the line of an earlier Pod of ${app}, and its own`,
  );
