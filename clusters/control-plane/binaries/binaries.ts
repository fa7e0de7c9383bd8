import { join } from 'node:path';
import { registryAddress } from '../registry/registry-address.ts';
import { binariesDirectory, readCached } from './cache.ts';
import { checkDirectory, isProgram } from './named-directory.ts';
import {
  type BinarySource,
  type ControlPlaneBinary,
  controlPlanePart,
  kubectlPart,
  sanityPart,
  sidecarsPart,
} from './programs.ts';
import { type FindBinariesOptions, type Found, findPart } from './sources.ts';
import { type Sidecar, sidecarVersions, versionsOf } from './versions.ts';

export type { Architecture, BinarySource, ControlPlaneBinary } from './programs.ts';
export type { FindBinariesOptions } from './sources.ts';

/** The programs of one control plane, ready to run. */
export interface Binaries {
  /** Exact versions, without a leading `v`. */
  readonly kubernetes: string;
  readonly etcd: string;
  readonly source: BinarySource;
  /** Absolute paths. */
  readonly paths: Readonly<Record<ControlPlaneBinary, string>>;
  /** Absolute path; present when it was asked for, or lay beside the others. */
  readonly kubectl?: string;
}

/** Finds, downloads or builds the control plane's programs; rejects with what was tried and why each failed. */
export async function findBinaries(options: FindBinariesOptions): Promise<Binaries> {
  const { kubernetes, architecture, registry } = options;
  registryAddress(registry); // rejects a wrong setting even when the cache would do
  const versions = versionsOf(kubernetes);
  const found = await findPart(controlPlanePart(versions, architecture), options);
  const kubectl = await kubectlBeside(found, options);
  const at = (program: ControlPlaneBinary) => join(found.path, program);
  return {
    kubernetes: found.versions['kube-apiserver'] ?? versions.kubernetes,
    etcd: found.versions.etcd ?? versions.etcd,
    source: found.source,
    paths: {
      etcd: at('etcd'),
      'kube-apiserver': at('kube-apiserver'),
      'kube-controller-manager': at('kube-controller-manager'),
      'kube-scheduler': at('kube-scheduler'),
    },
    ...(kubectl && { kubectl }),
  };
}

async function kubectlBeside({ path }: Found, options: FindBinariesOptions): Promise<string | undefined> {
  const beside = join(path, 'kubectl');
  if (await isProgram(beside)) return beside;
  if (!options.kubectl) return undefined;
  const part = kubectlPart(versionsOf(options.kubernetes), options.architecture);
  return join((await findPart(part, options)).path, 'kubectl');
}

/** The real sidecars of CSI drivers, ready to run; they serve every minor of Kubernetes. */
export interface SidecarBinaries {
  readonly source: BinarySource;
  /** Absolute paths. */
  readonly paths: Readonly<Record<Sidecar, string>>;
  /** Exact versions, without a leading `v`. */
  readonly versions: Readonly<Record<Sidecar, string>>;
}

/** Where programs are looked for; what they are needs no minor, and no kubectl. */
export type FindCsiOptions = Omit<FindBinariesOptions, 'kubernetes' | 'kubectl'>;

/**
 * Finds, downloads or builds the sidecars; a directory that the user named may lack them. Rejects with why there are
 * none.
 */
export async function findSidecars(options: FindCsiOptions): Promise<SidecarBinaries> {
  const { source, path, versions } = await findPart(sidecarsPart(options.architecture), options);
  return {
    source,
    paths: {
      'csi-provisioner': join(path, 'csi-provisioner'),
      'csi-attacher': join(path, 'csi-attacher'),
      'csi-resizer': join(path, 'csi-resizer'),
    },
    versions: { ...sidecarVersions, ...versions },
  };
}

/** The path of csi-sanity, which tests whether a driver keeps to CSI's specification. */
export async function findSanity(options: FindCsiOptions): Promise<string> {
  const { path } = await findPart(sanityPart(options.architecture), options);
  return join(path, 'csi-sanity');
}

type BinarySettings = Pick<FindBinariesOptions, 'kubernetes' | 'cache' | 'directory' | 'registry' | 'signal'>;

/**
 * Rejects with a BadInputError when the registry's address cannot be read, or when the directory that the user named
 * would be asked, as the cache does not have the programs, and lacks some or has another minor's. Fetches nothing.
 */
export async function checkBinarySettings(settings: BinarySettings): Promise<void> {
  const { kubernetes, cache, directory, registry, signal } = settings;
  registryAddress(registry);
  if (!directory) return;
  const part = controlPlanePart(versionsOf(kubernetes));
  if (await readCached(binariesDirectory(cache), part)) return;
  await checkDirectory(directory, part, signal);
}
