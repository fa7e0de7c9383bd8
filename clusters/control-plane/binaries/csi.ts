import { join } from 'node:path';
import type { BinarySource, FindBinariesOptions } from './binaries.ts';
import { sanityPart, sidecarsPart } from './part.ts';
import { findPart } from './sources.ts';
import { type Sidecar, sidecarVersions } from './versions.ts';

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

/** Finds, downloads or builds the sidecars; a directory that the user named may lack them. Rejects with why there are none. */
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
