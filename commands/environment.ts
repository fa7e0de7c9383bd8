import { type Settings, settingsFrom, type Variables } from '../clusters/control-plane/settings.ts';

/** What the process's environment sets; read here and in the settings of clusters, and nowhere else. */
export interface Environment extends Settings {
  /** Where CI systems collect reports. */
  readonly artifacts: string | undefined;
  /** Whether to write in colours to what is, or is not, a terminal. */
  readonly colours: (terminal: boolean) => boolean;
  readonly continuousIntegration: boolean;
  /** In a step of a job on GitHub; `stepSummary` is the file for the job's page. */
  readonly github: { readonly stepSummary: string | undefined } | undefined;
  /** Of a plugin of Sonobuoy: where it looks for results, and for the file `done`. */
  readonly sonobuoyResults: string | undefined;
  /** Where its worker listens on this machine. */
  readonly sonobuoyProgressPort: string | undefined;
}

export function environment(variables: Variables = process.env): Environment {
  const set = (name: string) => variables[name] || undefined;
  const forced = set('FORCE_COLOR');
  return {
    ...settingsFrom(variables),
    artifacts: set('ARTIFACTS'),
    // FORCE_COLOR wins over NO_COLOR, as for Node.js (https://nodejs.org/api/cli.html#force_color1-2-3).
    colours: (terminal) =>
      forced ? forced !== '0' && forced !== 'false' : !set('NO_COLOR') && set('TERM') !== 'dumb' && terminal,
    continuousIntegration: Boolean(set('CI')),
    github: set('GITHUB_ACTIONS') === 'true' ? { stepSummary: set('GITHUB_STEP_SUMMARY') } : undefined,
    sonobuoyResults: set('SONOBUOY_RESULTS_DIR'),
    sonobuoyProgressPort: set('SONOBUOY_PROGRESS_PORT'),
  };
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
