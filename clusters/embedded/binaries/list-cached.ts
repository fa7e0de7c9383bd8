import { readCached } from './cache.ts';
import { controlPlanePart, kubectlPart } from './part.ts';
import { binariesDirectory } from './sources.ts';
import { supportedVersions } from './versions.ts';

/** One part of one minor, and what the cache has of it. */
export interface CachedPart {
  readonly minor: string;
  /** `Kubernetes 1.37.2` */
  readonly title: string;
  /** Absent when it is not cached. */
  readonly cached?: {
    /** `etcd 3.7.3` and the like: what else is known of it. */
    readonly etcd?: string;
    readonly source: 'images' | 'go';
    readonly from: string;
    /** RFC 3339. */
    readonly made: string;
    readonly bytes: number;
    readonly path: string;
  };
}

/** Every supported minor's control plane, and each kubectl that is cached, for this machine's architecture. */
export async function listCached(cache: string): Promise<readonly CachedPart[]> {
  const parts = supportedVersions.flatMap((versions) => [controlPlanePart(versions), kubectlPart(versions)]);
  const listed = parts.map(async (part): Promise<CachedPart> => {
    const { title, versions } = part;
    const found = await readCached(binariesDirectory(cache), part);
    if (!found) return { minor: versions.minor, title };
    const { path, origin } = found;
    const { source, from, made, programs } = origin;
    const bytes = Object.values(programs).reduce((sum, program) => sum + program.bytes, 0);
    const etcd = programs.etcd?.version;
    return { minor: versions.minor, title, cached: { source, from, made, bytes, path, ...(etcd && { etcd }) } };
  });
  const all = await Promise.all(listed);
  return all.filter(({ title, cached }) => cached || !title.startsWith('kubectl'));
}
