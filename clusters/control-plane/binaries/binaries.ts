import { join } from 'node:path';
import { registryAddress } from '../registry/registry-address.ts';
import { binariesDirectory, readCached } from './cache.ts';
import { checkDirectory, isProgram } from './named-directory.ts';
import {
  type BinarySource,
  type ControlPlaneBinary,
  controlPlane,
  controlPlanePart,
  kubectlPart,
  sanityPart,
  sidecarsPart,
} from './programs.ts';
import { type FindBinariesOptions, type Found, findPart } from './sources.ts';
import { type Sidecars, sidecars, sidecarVersions, versionsOf } from './versions.ts';

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
  /** Absolute path; present when it was asked for, or lay next to the others. */
  readonly kubectl?: string;
}

/** Finds, downloads or builds the control plane's programs; rejects with what was tried and why each failed. */
export async function findBinaries(options: FindBinariesOptions): Promise<Binaries> {
  const { kubernetes, architecture, registry } = options;
  registryAddress(registry); // rejects a wrong setting even when the cache would do
  const versions = versionsOf(kubernetes);
  const found = await findPart(controlPlanePart(versions, architecture), options);
  const kubectl = await kubectlBeside(found, options);
  return {
    kubernetes: found.versions['kube-apiserver'] ?? versions.kubernetes,
    etcd: found.versions.etcd ?? versions.etcd,
    source: found.source,
    paths: pathsIn(found.path, controlPlane),
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

/** Where programs are looked for; what they are needs no minor, and no kubectl. */
type FindCsiOptions = Omit<FindBinariesOptions, 'kubernetes' | 'kubectl'>;

/** Finds, downloads or builds the sidecars of CSI drivers; a directory that the user named may lack them. */
export async function findSidecars(options: FindCsiOptions): Promise<Sidecars & Pick<Binaries, 'source'>> {
  const { source, path, versions } = await findPart(sidecarsPart(options.architecture), options);
  return { source, paths: pathsIn(path, sidecars), versions: { ...sidecarVersions, ...versions } };
}

/** The path of csi-sanity, which tests whether a driver conforms to CSI's specification. */
export async function findSanity(options: FindCsiOptions): Promise<string> {
  const { path } = await findPart(sanityPart(options.architecture), options);
  return join(path, 'csi-sanity');
}

function pathsIn<Name extends string>(directory: string, names: readonly Name[]): Readonly<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, join(directory, name)])) as Record<Name, string>;
}

type BinarySettings = Pick<FindBinariesOptions, 'kubernetes' | 'cache' | 'directory' | 'registry' | 'signal'>;

/**
 * Rejects with a BadInputError for a wrong registry's address. Does so too for a named directory that lacks programs or
 * has another minor's, unless the cache has them. Fetches nothing.
 */
export async function checkBinarySettings(settings: BinarySettings): Promise<void> {
  const { kubernetes, cache, directory, registry, signal } = settings;
  registryAddress(registry);
  if (!directory) return;
  const part = controlPlanePart(versionsOf(kubernetes));
  if (await readCached(binariesDirectory(cache), part)) return;
  await checkDirectory(directory, part, signal);
}
