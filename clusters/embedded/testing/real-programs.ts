import { findBinaries } from '../binaries/binaries.ts';
import type { EmbeddedOptions } from '../provider.ts';

export interface Sources {
  readonly cache: string;
  readonly assets: string | undefined;
  readonly registry: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The real control plane, from wherever the environment says. */
export function realPrograms({ cache, assets, registry, variables }: Sources): EmbeddedOptions {
  return {
    cache,
    findBinaries: (wanted) => findBinaries({ ...wanted, cache, directory: assets, registry, environment: variables }),
  };
}
