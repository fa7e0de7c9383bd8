/** What is used for one minor of Kubernetes; versions without a leading `v`. */
export interface Versions {
  readonly minor: string;
  readonly kubernetes: string;
  /** The newest patch of the etcd that this minor is made for; the go.mod pins it. */
  readonly etcd: string;
  /** Tag of the official etcd image: `DefaultEtcdVersion` in kubeadm's constants.go of this very release. */
  readonly etcdImage: string;
}

/** Every supported minor, newest first. Each has a go.mod in clusters/go-modules/ that pins the same versions. */
export const supportedVersions: readonly Versions[] = [
  { minor: '1.37', kubernetes: '1.37.2', etcd: '3.7.3', etcdImage: '3.7.0-0' },
  { minor: '1.36', kubernetes: '1.36.3', etcd: '3.6.16', etcdImage: '3.6.8-0' },
  { minor: '1.35', kubernetes: '1.35.4', etcd: '3.6.16', etcdImage: '3.6.6-0' },
  { minor: '1.34', kubernetes: '1.34.4', etcd: '3.6.16', etcdImage: '3.6.5-0' },
];

/** The versions of a minor, such as `1.37`, or of the newest; throws with the list of supported ones. */
export function versionsOf(minor?: string): Versions {
  const versions = supportedVersions.find((candidate) => minor === undefined || candidate.minor === minor);
  if (versions) return versions;
  const minors = supportedVersions.map((candidate) => candidate.minor).join(', ');
  throw new Error(`Kubernetes ${minor} is not one of ${minors}: name a minor, such as ${supportedVersions[0]?.minor}`);
}

/** The etcd inside an image: its tag without the image's own revision. */
export function etcdOfImage({ etcdImage }: Versions): string {
  return etcdImage.replace(/-\d+$/, '');
}

export const sidecars = ['csi-provisioner', 'csi-attacher', 'csi-resizer'] as const;
export type Sidecar = (typeof sidecars)[number];

/** Releases that share one version of k8s.io, so that they compile together; the go.mod in csi-sidecars/ pins them. */
export const sidecarVersions: Readonly<Record<Sidecar, string>> = {
  'csi-provisioner': '6.3.0',
  'csi-attacher': '4.12.0',
  'csi-resizer': '2.2.0',
};

/** The programs of the real sidecars, which serve every driver and every minor. */
export interface Sidecars {
  /** Absolute paths. */
  readonly paths: Readonly<Record<Sidecar, string>>;
  /** Exact versions, without a leading `v`. */
  readonly versions: Readonly<Record<Sidecar, string>>;
}

/** The go.mod in csi-sanity/ pins it. */
export const sanityVersion = '5.4.0';

/** The go.mod in kind/ pins it; the node images of clusters/kind/node-image.ts are those of this release. */
export const kindVersion = '0.33.0';
