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
