import { arch } from 'node:os';
import {
  etcdOfImage,
  kindVersion,
  type Sidecar,
  sanityVersion,
  sidecars,
  sidecarVersions,
  type Versions,
} from './versions.ts';

export type BinarySource = 'cache' | 'directory' | 'images' | 'release' | 'go';
export type Architecture = 'amd64' | 'arm64';

/** Programs that are found, fetched, built and cached together. */
export interface Part {
  /** What people call it: `Kubernetes 1.37.2`. */
  readonly title: string;
  /** Its directory in the cache: `kubernetes-1.37.2-linux-amd64`. */
  readonly directory: string;
  readonly programs: readonly Program[];
  readonly architecture: Architecture;
  /** Folder, beside this file, of the go.mod that pins the programs. */
  readonly module: string;
  /**
   * Whether a directory that the user names must hold the programs; the next source is asked where it may lack them.
   */
  readonly inNamedDirectory: 'always' | 'perhaps';
  /** What helps when there are no programs, besides Go; a directory and a registry when absent. */
  readonly help?: readonly string[];
  /** The one of Kubernetes that the programs are released with; absent when they serve every minor. */
  readonly minor?: string;
}

export const controlPlane = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

export function controlPlanePart(versions: Versions, architecture = ownArchitecture()): Part {
  return {
    ...ofKubernetes('Kubernetes', versions, architecture),
    programs: controlPlane.map((name) => programOfKubernetes(name, versions)),
    inNamedDirectory: 'always',
  };
}

/** kubectl is a separate part, as few runs need it. */
export function kubectlPart(versions: Versions, architecture = ownArchitecture()): Part {
  return {
    ...ofKubernetes('kubectl', versions, architecture),
    programs: [programOfKubernetes('kubectl', versions)],
    inNamedDirectory: 'perhaps',
  };
}

/** external-provisioner, external-attacher and external-resizer, which serve every minor of Kubernetes. */
export function sidecarsPart(architecture = ownArchitecture()): Part {
  const versions = sidecars.map((name) => sidecarVersions[name]).join('-');
  return { ...forEveryMinor('csi-sidecars', versions, architecture), title: 'CSI sidecars' };
}

/** The CSI community's test of a driver; it has no image. */
export function sanityPart(architecture = ownArchitecture()): Part {
  return forEveryMinor('csi-sanity', sanityVersion, architecture);
}

/** The kind CLI; the npm package of that name is something else. */
export function kindPart(architecture = ownArchitecture()): Part {
  return {
    ...forEveryMinor('kind', kindVersion, architecture),
    help: [
      'install kind 0.30 or newer, so that it is on the PATH: ' +
        'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
      'let its releases be reached: HTTPS_PROXY names a proxy, ' +
        'PLIMSOLL_KIND_RELEASES a mirror of https://kind.sigs.k8s.io/dl',
    ],
  };
}

/** Whether this machine can run the part's programs. */
export function runsHere({ architecture }: Part): boolean {
  return process.platform === 'linux' && architecture === architectureOf(arch());
}

export function namesOf({ programs }: Pick<Part, 'programs'>): readonly ProgramName[] {
  return programs.map(({ name }) => name);
}

function ofKubernetes(what: string, { kubernetes, minor }: Versions, architecture: Architecture) {
  const directory = `${what.toLowerCase()}-${kubernetes}-linux-${architecture}`;
  return { title: `${what} ${kubernetes}`, directory, architecture, module: `kubernetes-${minor}`, minor };
}

function forEveryMinor(
  module: 'csi-sidecars' | 'csi-sanity' | 'kind',
  version: string,
  architecture: Architecture,
): Part {
  const programs = {
    'csi-sidecars': () => sidecars.map(csiProgram),
    'csi-sanity': () => [csiProgram('csi-sanity')],
    kind: () => [kindProgram(architecture)],
  };
  return {
    title: `${module} ${version}`,
    directory: `${module}-${version}-linux-${architecture}`,
    programs: programs[module](),
    architecture,
    module,
    inNamedDirectory: 'perhaps',
  };
}

function ownArchitecture(): Architecture {
  const own = architectureOf(arch());
  if (own) return own;
  throw new Error(`this machine is ${arch()}: Kubernetes is there for amd64 and arm64 only`);
}

function architectureOf(nodeArchitecture: string): Architecture | undefined {
  return ({ x64: 'amd64', arm64: 'arm64' } as const)[nodeArchitecture];
}

export type ControlPlaneBinary = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';
export type ProgramName = ControlPlaneBinary | 'kubectl' | Sidecar | 'csi-sanity' | 'kind';

/** What must be known of a program to fetch, build and recognize it. Versions are without a leading `v`. */
export interface Program {
  readonly name: ProgramName;
  /** Exact versions that it may have: the first is what go builds, the last what the image holds. */
  readonly versions: readonly string[];
  /** The official image that holds it; absent when there is none. */
  readonly image?: { readonly repository: string; readonly tag: string };
  /**
   * Below the address of its project's releases, where a file of that name and `.sha256sum` is its checksum; absent
   * without any.
   */
  readonly release?: string;
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

/**
 * CSI's programs are built alike (release-tools/build.make in each repository), and say `unknown` unless a version is
 * set.
 */
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

/**
 * The kind CLI, which is released as a program on its own:
 * https://kind.sigs.k8s.io/docs/user/quick-start/#installing-from-release-binaries
 */
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
