import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the process's environment says; read here and nowhere else. */
export interface Environment {
  /** Directory for what can be fetched or built again. */
  readonly cache: string;
  /** Directory for what is known of running clusters. */
  readonly state: string;
  /** Where CI systems collect reports. */
  readonly artifacts: string | undefined;
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
  readonly colours: boolean;
  readonly continuousIntegration: boolean;
  /** All of it, for programs that we start. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export function environment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const set = (name: string) => variables[name] || undefined;
  return {
    cache: join(set('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'plimsoll'),
    state: join(set('XDG_STATE_HOME') ?? join(homedir(), '.local', 'state'), 'plimsoll'),
    artifacts: set('ARTIFACTS'),
    assets: set('KUBEBUILDER_ASSETS'),
    registry: set('PLIMSOLL_REGISTRY'),
    kindImage: set('PLIMSOLL_KIND_IMAGE'),
    kindReleases: set('PLIMSOLL_KIND_RELEASES'),
    httpsProxy: set('HTTPS_PROXY') ?? set('https_proxy'),
    noProxy: set('NO_PROXY') ?? set('no_proxy'),
    colours: !set('NO_COLOR') && set('TERM') !== 'dumb',
    continuousIntegration: Boolean(set('CI')),
    variables,
  };
}
