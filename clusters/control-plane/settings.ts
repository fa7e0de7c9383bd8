import { homedir } from 'node:os';
import { join } from 'node:path';

export type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment sets for clusters. */
export interface Settings {
  /** Directory for what can be fetched or built again. */
  readonly cache: string;
  /** Directory for the records of running clusters. */
  readonly state: string;
  /** A directory of control-plane binaries that the user already has. */
  readonly assets: string | undefined;
  /** `host[:port]` or URL that stands in for registry.k8s.io. */
  readonly registry: string | undefined;
  /** Node image of kind clusters for which none was named. */
  readonly kindImage: string | undefined;
  /** URL that stands in for https://kind.sigs.k8s.io/dl. */
  readonly kindReleases: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
  /** The whole environment, for programs that we start. */
  readonly variables: Variables;
}

export function settingsFrom(variables: Variables = process.env): Settings {
  const set = (name: string) => variables[name] || undefined;
  return {
    cache: join(set('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'plimsoll'),
    state: join(set('XDG_STATE_HOME') ?? join(homedir(), '.local', 'state'), 'plimsoll'),
    assets: set('KUBEBUILDER_ASSETS'),
    registry: set('PLIMSOLL_REGISTRY'),
    kindImage: set('PLIMSOLL_KIND_IMAGE'),
    kindReleases: set('PLIMSOLL_KIND_RELEASES'),
    httpsProxy: set('HTTPS_PROXY') ?? set('https_proxy'),
    noProxy: set('NO_PROXY') ?? set('no_proxy'),
    variables,
  };
}

/** Where programs come from, as options of `findBinaries`, `findSidecars` and `findKind`. */
export function programSources(settings = settingsFrom()) {
  const { cache, assets, registry, kindReleases: releases, httpsProxy, noProxy, variables } = settings;
  const proxy = { https: httpsProxy, no: noProxy };
  return { cache, directory: assets, registry, releases, proxy, environment: variables };
}
