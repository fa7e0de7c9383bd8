import { arch } from 'node:os';
import type { Architecture } from './binaries.ts';
import { csiProgram, kindProgram, type Program, type ProgramName, programOfKubernetes } from './program.ts';
import { kindVersion, sanityVersion, sidecars, sidecarVersions, type Versions } from './versions.ts';

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
  /** Whether a directory that the user names must hold the programs; the next source is asked where it may lack them. */
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

/** kubectl is a part of its own: few want it, and who has the rest need not fetch it again. */
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
  return {
    title: 'CSI sidecars',
    directory: `csi-sidecars-${versions}-linux-${architecture}`,
    programs: sidecars.map(csiProgram),
    architecture,
    module: 'csi-sidecars',
    inNamedDirectory: 'perhaps',
  };
}

/** The CSI community's test of a driver; there is no image of it. */
export function sanityPart(architecture = ownArchitecture()): Part {
  return {
    title: `csi-sanity ${sanityVersion}`,
    directory: `csi-sanity-${sanityVersion}-linux-${architecture}`,
    programs: [csiProgram('csi-sanity')],
    architecture,
    module: 'csi-sanity',
    inNamedDirectory: 'perhaps',
  };
}

/** The kind CLI; the npm package of that name is something else. */
export function kindPart(architecture = ownArchitecture()): Part {
  return {
    title: `kind ${kindVersion}`,
    directory: `kind-${kindVersion}-linux-${architecture}`,
    programs: [kindProgram(architecture)],
    architecture,
    module: 'kind',
    inNamedDirectory: 'perhaps',
    help: [
      'install kind 0.30 or newer, so that it is on the PATH: https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
      'let its releases be reached: HTTPS_PROXY names a proxy, PLIMSOLL_KIND_RELEASES a mirror of https://kind.sigs.k8s.io/dl',
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

function ownArchitecture(): Architecture {
  const own = architectureOf(arch());
  if (own) return own;
  throw new Error(`this machine is ${arch()}: Kubernetes is there for amd64 and arm64 only`);
}

function architectureOf(nodeArchitecture: string): Architecture | undefined {
  return ({ x64: 'amd64', arm64: 'arm64' } as const)[nodeArchitecture];
}
