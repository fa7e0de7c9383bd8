import { readCached } from './cache.ts';
import { controlPlanePart, kindPart, kubectlPart, sanityPart, sidecarsPart } from './part.ts';
import { binariesDirectory } from './sources.ts';
import { supportedVersions } from './versions.ts';

/** One part, and what the cache has of it. */
export interface CachedPart {
  /** Absent when it serves every minor. */
  readonly minor?: string;
  /** `Kubernetes 1.37.2` */
  readonly title: string;
  /** Absent when it is not cached. */
  readonly cached?: {
    /** `etcd 3.7.3`: programs with versions that the title does not tell. */
    readonly also: readonly string[];
    readonly source: 'images' | 'release' | 'go';
    readonly from: string;
    /** RFC 3339. */
    readonly made: string;
    readonly bytes: number;
    readonly path: string;
  };
}

/** Every supported minor's control plane, the sidecars, and what else is cached, for this machine's architecture. */
export async function listCached(cache: string): Promise<readonly CachedPart[]> {
  const parts = supportedVersions.flatMap((versions) => [controlPlanePart(versions), kubectlPart(versions)]);
  const listed = [...parts, sidecarsPart(), sanityPart(), kindPart()].map(
    async (part): Promise<CachedPart | undefined> => {
      const { title, minor, programs: wanted } = part;
      const found = await readCached(binariesDirectory(cache), part);
      const name = { title, ...(minor && { minor }) };
      if (!found) return wanted.length > 1 ? name : undefined;
      const { path, origin } = found;
      const { source, from, made, programs } = origin;
      const bytes = Object.values(programs).reduce((sum, program) => sum + program.bytes, 0);
      const also = Object.entries(programs)
        .map(([program, { version }]) => `${program} ${version}`)
        .filter((program) => program.startsWith('etcd') || part.module === 'csi-sidecars');
      return { ...name, cached: { source, from, made, bytes, path, also } };
    },
  );
  return (await Promise.all(listed)).filter((part) => part !== undefined);
}
