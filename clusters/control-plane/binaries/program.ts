import { etcdOfImage, kindVersion, type Sidecar, sanityVersion, sidecarVersions, type Versions } from './versions.ts';

export type ControlPlaneBinary = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';
export type ProgramName = ControlPlaneBinary | 'kubectl' | Sidecar | 'csi-sanity' | 'kind';

/** What must be known of a program to fetch, build and recognize it. Versions are without a leading `v`. */
export interface Program {
  readonly name: ProgramName;
  /** Exact versions that it may have: the first is what go builds, the last what the image holds. */
  readonly versions: readonly string[];
  /** The official image that holds it; absent when there is none. */
  readonly image?: { readonly repository: string; readonly tag: string };
  /** Below the address of its project's releases, where a file of that name and `.sha256sum` is its checksum; absent without any. */
  readonly release?: string;
  /** What it is built from. */
  readonly module: string;
  readonly package: string;
  /** Sets the version that it prints. */
  readonly linkerFlags: string;
  /** Minor that it must have in a directory that the user names; absent when any version will do. */
  readonly minor?: string;
}

/** etcd's image is older than its newest patch, kubectl may be older or newer than its server. */
export function programOfKubernetes(name: ControlPlaneBinary | 'kubectl', versions: Versions): Program {
  const { kubernetes, minor, etcd, etcdImage } = versions;
  if (name === 'etcd') {
    const module = 'go.etcd.io/etcd/server/v3';
    const image = { repository: name, tag: etcdImage };
    const accepted = [etcd, etcdOfImage(versions)];
    return { name, versions: accepted, image, module: `${module}@v${etcd}`, package: module, linkerFlags: '-s -w' };
  }
  return {
    name,
    versions: [kubernetes],
    image: { repository: name, tag: `v${kubernetes}` },
    module: `k8s.io/kubernetes@v${kubernetes}`,
    package: `k8s.io/kubernetes/cmd/${name}`,
    linkerFlags: kubernetesLinkerFlags(versions),
    ...(name !== 'kubectl' && { minor }),
  };
}

const csiModules = {
  'csi-provisioner': 'external-provisioner',
  'csi-attacher': 'external-attacher',
  'csi-resizer': 'external-resizer',
  'csi-sanity': 'csi-test',
} as const;

/** CSI's programs are built alike (release-tools/build.make in each repository), and say `unknown` unless a version is set. */
export function csiProgram(name: keyof typeof csiModules): Program {
  const version = name === 'csi-sanity' ? sanityVersion : sidecarVersions[name];
  const module = `github.com/kubernetes-csi/${csiModules[name]}/v${version.split('.')[0]}`;
  const variable = name === 'csi-sanity' ? 'VERSION' : 'version';
  return {
    name,
    versions: [version],
    ...(name !== 'csi-sanity' && { image: { repository: `sig-storage/${name}`, tag: `v${version}` } }),
    module: `${module}@v${version}`,
    package: `${module}/cmd/${name}`,
    linkerFlags: `-s -w -X main.${variable}=v${version}`,
  };
}

/** The kind CLI, which is released as a program on its own: https://kind.sigs.k8s.io/docs/user/quick-start/#installing-from-release-binaries */
export function kindProgram(architecture: string): Program {
  return {
    name: 'kind',
    versions: [kindVersion],
    release: `v${kindVersion}/kind-linux-${architecture}`,
    module: `sigs.k8s.io/kind@v${kindVersion}`,
    package: 'sigs.k8s.io/kind',
    linkerFlags: '-s -w',
  };
}

/** Kubernetes takes its version from variables that are set when it is linked (hack/lib/version.sh there). */
function kubernetesLinkerFlags({ kubernetes }: Versions): string {
  const [major, minor] = kubernetes.split('.');
  const variables = { gitVersion: `v${kubernetes}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const set = Object.entries(variables).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s -w', ...set].join(' ');
}
