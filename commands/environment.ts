import { type Settings, settingsFrom, type Variables } from '../clusters/control-plane/settings.ts';

/** What the process's environment sets; read here and in the settings of clusters, and nowhere else. */
export interface Environment extends Settings {
  /** Where CI systems collect reports. */
  readonly artifacts: string | undefined;
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
}

export function environment(variables: Variables = process.env): Environment {
  const set = (name: string) => variables[name] || undefined;
  return {
    ...settingsFrom(variables),
    artifacts: set('ARTIFACTS'),
    colours: (terminal) =>
      coloursOf({ forced: set('FORCE_COLOR'), refused: set('NO_COLOR'), terminal: set('TERM') }, terminal),
    continuousIntegration: Boolean(set('CI')),
    github: set('GITHUB_ACTIONS') === 'true' ? { stepSummary: set('GITHUB_STEP_SUMMARY') } : undefined,
    sonobuoyResults: set('SONOBUOY_RESULTS_DIR'),
    sonobuoyProgressPort: set('SONOBUOY_PROGRESS_PORT'),
  };
}

/** As Node.js decides it (https://nodejs.org/api/cli.html#force_color1-2-3): who forces colours, or none, is stronger than who refuses them. */
function coloursOf(
  { forced, refused, terminal }: Readonly<Record<'forced' | 'refused' | 'terminal', string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (forced) return forced !== '0' && forced !== 'false';
  return !refused && terminal !== 'dumb' && isTerminal;
}
