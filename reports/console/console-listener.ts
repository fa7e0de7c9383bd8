import { join } from 'node:path';
import type { Reporter, RunListener } from '../../harness/reporter.ts';
import { secondsInWords } from '../words/run.ts';
import { oneLine } from '../words/text.ts';
import { beginning, closing } from './closing.ts';
import { type Look, painted, resultLine, silenceLine, statusLine } from './line.ts';

interface ConsoleOptions extends Look {
  readonly write: (text: string) => void;
  /** True for a terminal, where a status line can be erased; false writes whole lines only. */
  readonly interactive: boolean;
  /** Where the reports go, to list them at the end. */
  readonly reports?: { readonly directory: string; readonly reporters: readonly Reporter[] } | undefined;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/** Shows a run in a console. Disposing it erases the status line if the run ends in an error. */
export function consoleListener(options: ConsoleOptions): Required<RunListener> & Disposable {
  const { write, interactive, reports, now = () => performance.now() } = options;
  const start = now();
  const seconds = () => (now() - start) / 1_000;
  const running = new Map<string, string | undefined>();
  let [finished, scenarios] = [0, 0];
  let shown = false;
  let silentFor = 0;
  let timer: NodeJS.Timeout | undefined;

  function print(lines: readonly string[]): void {
    write(`${erased()}${lines.map((line) => `${line}\n`).join('')}`);
    silentFor = 0;
    status();
  }

  function erased(): string {
    const back = shown ? eraseLine : '';
    shown = false;
    return back;
  }

  function status(): void {
    if (!interactive || running.size === 0) return;
    write(`${erased()}${statusLine({ finished, scenarios, running, seconds: seconds() }, options)}`);
    shown = true;
  }

  /** A silent log looks like a run that hangs. */
  function breakSilence(): void {
    silentFor += refreshMilliseconds;
    if (running.size > 0 && silentFor >= silenceMilliseconds)
      print([silenceLine({ finished, scenarios, running, seconds: seconds() }, options)]);
  }

  function stop(): void {
    clearInterval(timer);
    running.clear();
    write(erased());
  }

  return {
    progress(line) {
      print([`${painted(options, 'dim', secondsInWords(seconds()).padStart(8))}  ${oneLine(line, 1_000)}`]);
    },
    clusterReady(cluster, number, { clusters }) {
      scenarios += number;
      const same = clusters.find(({ name, topology }) => name === cluster.name && topology === cluster.topology);
      print(beginning(same ?? cluster, number, options));
      timer ??= setInterval(interactive ? status : breakSilence, refreshMilliseconds).unref();
    },
    scenarioStarted(id) {
      running.set(id, undefined);
      status();
    },
    scenarioWaiting(id, summary) {
      if (!running.has(id)) return;
      running.set(id, summary);
      status();
    },
    scenarioFinished(result) {
      running.delete(result.id);
      finished++;
      print(resultLine(result, options));
    },
    runFinished(report) {
      stop();
      const files = reports?.reporters.map((reporter) => join(reports.directory, reporter.fileName(report))) ?? [];
      print(closing(report, files, options));
    },
    [Symbol.dispose]: stop,
  };
}

const refreshMilliseconds = 1_000;
const silenceMilliseconds = 10_000;
/** Carriage return, and erase to the end of the line (ECMA-48 EL). */
const eraseLine = '\r\u001b[K';
