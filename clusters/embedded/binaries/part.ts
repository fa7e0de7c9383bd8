import { arch } from 'node:os';
import type { Architecture } from './binaries.ts';
import { etcdOfImage, type Versions } from './versions.ts';

export type Program = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubectl';

/** Programs that are found, fetched, built and cached together. */
export interface Part {
  /** What people call it: `Kubernetes 1.37.2`. */
  readonly title: string;
  /** Its directory in the cache: `kubernetes-1.37.2-linux-amd64`. */
  readonly directory: string;
  readonly programs: readonly Program[];
  readonly versions: Versions;
  readonly architecture: Architecture;
}

export const controlPlane: readonly Program[] = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

export function controlPlanePart(versions: Versions, architecture = ownArchitecture()): Part {
  const { kubernetes } = versions;
  const directory = `kubernetes-${kubernetes}-linux-${architecture}`;
  return { title: `Kubernetes ${kubernetes}`, directory, programs: controlPlane, versions, architecture };
}

/** kubectl is a part of its own: few want it, and who has the rest need not fetch it again. */
export function kubectlPart(versions: Versions, architecture = ownArchitecture()): Part {
  const { kubernetes } = versions;
  const directory = `kubectl-${kubernetes}-linux-${architecture}`;
  return { title: `kubectl ${kubernetes}`, directory, programs: ['kubectl'], versions, architecture };
}

/** Whether this machine can run the part's programs. */
export function runsHere({ architecture }: Part): boolean {
  return process.platform === 'linux' && architecture === architectureOf(arch());
}

/** Exact versions that a program of this part may have: etcd's image is older than its newest patch. */
export function acceptableVersions({ versions }: Part, program: Program): readonly string[] {
  return program === 'etcd' ? [versions.etcd, etcdOfImage(versions)] : [versions.kubernetes];
}

function ownArchitecture(): Architecture {
  const own = architectureOf(arch());
  if (own) return own;
  throw new Error(`this machine is ${arch()}: Kubernetes is there for amd64 and arm64 only`);
}

function architectureOf(nodeArchitecture: string): Architecture | undefined {
  return ({ x64: 'amd64', arm64: 'arm64' } as const)[nodeArchitecture];
}
