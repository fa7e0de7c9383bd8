import { homedir } from 'node:os';
import { join } from 'node:path';

/** The process's environment; nothing else reads it. */
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
  /** Whether to write in colours to what is, or is not, a terminal. */
  readonly colours: (terminal: boolean) => boolean;
  readonly continuousIntegration: boolean;
  /** Of a step of a job on GitHub; absent elsewhere. */
  readonly github:
    | { /** File for what the job's page is to show. */ readonly stepSummary: string | undefined }
    | undefined;
  /** Of a plugin of Sonobuoy: where it looks for results, and for the file `done`. */
  readonly sonobuoyResults: string | undefined;
  /** Where its worker listens on this machine. */
  readonly sonobuoyProgressPort: string | undefined;
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
    colours: (terminal) =>
      coloursOf({ forced: set('FORCE_COLOR'), refused: set('NO_COLOR'), terminal: set('TERM') }, terminal),
    continuousIntegration: Boolean(set('CI')),
    github: set('GITHUB_ACTIONS') === 'true' ? { stepSummary: set('GITHUB_STEP_SUMMARY') } : undefined,
    sonobuoyResults: set('SONOBUOY_RESULTS_DIR'),
    sonobuoyProgressPort: set('SONOBUOY_PROGRESS_PORT'),
    variables,
  };
}

/** As Node.js decides it: FORCE_COLOR wins over NO_COLOR (https://nodejs.org/api/cli.html#force_color1-2-3). */
function coloursOf(
  { forced, refused, terminal }: Readonly<Record<'forced' | 'refused' | 'terminal', string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (forced) return forced !== '0' && forced !== 'false';
  return !refused && terminal !== 'dumb' && isTerminal;
}

/** How to write to this process's console. */
export function screen() {
  const { colours, continuousIntegration } = environment();
  const isTerminal = process.stdout.isTTY ?? false;
  return {
    write: (text: string) => void process.stdout.write(text),
    columns: process.stdout.columns ?? 100,
    colours: colours(isTerminal),
    // The log of a CI system would keep every erased line.
    interactive: isTerminal && !continuousIntegration,
  };
}
