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
  /** `Kubernetes 1.37.2` */
  readonly title: string;
  /** In the cache: `kubernetes-1.37.2-linux-amd64`. */
  readonly directory: string;
  readonly programs: readonly Program[];
  readonly architecture: Architecture;
  /** Folder in clusters/go-modules/ whose go.mod pins the programs. */
  readonly module: string;
  /** Whether a directory that the user names must hold the programs, or the next source is asked for them. */
  readonly inNamedDirectory: 'always' | 'perhaps';
  /** What helps when there are no programs, besides Go; a directory and a registry when absent. */
  readonly help?: readonly string[];
  /** Of Kubernetes; absent when the programs serve every minor. */
  readonly minor?: string;
}

export const controlPlane = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

export function controlPlanePart(versions: Versions, architecture?: Architecture): Part {
  const programs = controlPlane.map((name) => programOfKubernetes(name, versions));
  return { ...partOfKubernetes('Kubernetes', versions, { programs, architecture }), inNamedDirectory: 'always' };
}

/** kubectl is a separate part, as few runs need it. */
export function kubectlPart(versions: Versions, architecture?: Architecture): Part {
  return partOfKubernetes('kubectl', versions, { programs: [programOfKubernetes('kubectl', versions)], architecture });
}

/** external-provisioner, external-attacher and external-resizer, which serve every minor of Kubernetes. */
export function sidecarsPart(architecture?: Architecture): Part {
  const versions = sidecars.map((name) => sidecarVersions[name]).join('-');
  return {
    ...partOf('csi-sidecars', versions, { programs: sidecars.map(csiProgram), architecture }),
    title: 'CSI sidecars',
  };
}

/** The CSI community's test of a driver; it has no image. */
export function sanityPart(architecture?: Architecture): Part {
  return partOf('csi-sanity', sanityVersion, { programs: [csiProgram('csi-sanity')], architecture });
}

/** The kind CLI; the npm package of that name is something else. */
export function kindPart(architecture = ownArchitecture()): Part {
  return {
    ...partOf('kind', kindVersion, { programs: [kindProgram(architecture)], architecture }),
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

interface Contents {
  readonly programs: readonly Program[];
  readonly architecture: Architecture | undefined;
}

function partOf(name: string, version: string, { programs, architecture = ownArchitecture() }: Contents): Part {
  const directory = `${name.toLowerCase()}-${version}-linux-${architecture}`;
  return { title: `${name} ${version}`, directory, programs, architecture, module: name, inNamedDirectory: 'perhaps' };
}

function partOfKubernetes(name: string, { kubernetes, minor }: Versions, contents: Contents): Part {
  return { ...partOf(name, kubernetes, contents), module: `kubernetes-${minor}`, minor };
}

function ownArchitecture(): Architecture {
  const own = architectureOf(arch());
  if (own) return own;
  throw new Error(`this machine is ${arch()}: Kubernetes is there for amd64 and arm64 only`);
}

function architectureOf(nodeArchitecture: string): Architecture | undefined {
  return ({ x64: 'amd64', arm64: 'arm64' } as const)[nodeArchitecture];
}

export type ControlPlaneBinary = (typeof controlPlane)[number];
export type ProgramName = ControlPlaneBinary | 'kubectl' | Sidecar | 'csi-sanity' | 'kind';

/** What must be known of a program to fetch, build and recognize it. Versions are without a leading `v`. */
export interface Program {
  readonly name: ProgramName;
  /** Exact versions that it may have: the first is what go builds, the last what the image holds. */
  readonly versions: readonly string[];
  /** The official image that holds it; absent when there is none. */
  readonly image?: { readonly repository: string; readonly tag: string };
  /** Its path in its project's releases, where `.sha256sum` is appended for its checksum; absent without any. */
  readonly release?: string;
  readonly module: string;
  readonly package: string;
  /** Sets the version that it prints. */
  readonly linkerFlags: string;
  /** Minor that it must have in a directory that the user names; absent when any version will do. */
  readonly minor?: string;
}

/** etcd's image is older than its newest patch, kubectl may be older or newer than its server. */
function programOfKubernetes(name: ControlPlaneBinary | 'kubectl', versions: Versions): Program {
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

/** They print `unknown` unless they are linked with a version: release-tools/build.make in each repository. */
function csiProgram(name: keyof typeof csiModules): Program {
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
function kindProgram(architecture: string): Program {
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
  const [gitMajor, gitMinor] = kubernetes.split('.');
  const variables = { gitVersion: `v${kubernetes}`, gitMajor, gitMinor, gitTreeState: 'clean' };
  const set = Object.entries(variables).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s -w', ...set].join(' ');
}
