import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { decide } from '../harness/engine/gate.ts';
import { BadInputError } from '../harness/errors.ts';
import { type Compared, type Comparison, compare as comparisonOf } from '../reports/compare/compare.ts';
import { compareConsole, compareMarkdown } from '../reports/compare/compare-text.ts';
import { inJson } from '../reports/words/text.ts';
import { type ClusterName, type ClusterOptions, checkFitting, clusterNames, optionsFor } from './cluster-options.ts';
import { environment, screen } from './environment.ts';
import { executeRun, prepareRun, type RunSelection } from './execute-run.ts';
import { readExplanations } from './fidelity.ts';
import { ExitCode, interruption } from './process.ts';
import { readReport } from './read-report.ts';

export interface CompareCommand
  extends Omit<ClusterOptions, 'cluster'>,
    Pick<RunSelection, 'suite' | 'scenario' | 'timeoutFactor'> {
  readonly strict?: boolean;
  readonly out?: string;
}

/** Runs the same scenarios on each named kind of cluster, then compares these runs and the named reports. */
export async function compare(
  what: readonly string[],
  options: CompareCommand,
  { print, complain } = { print: console.log, complain: console.error },
): Promise<number> {
  if (what.length < 2) throw new BadInputError(`compare ${what.join(' ')}: expected at least two clusters or reports`);
  const isKind = (word: string): word is ClusterName => clusterNames.some((name) => name === word);
  const kinds = what.filter(isKind);
  const twice = kinds.find((kind, place) => kinds.indexOf(kind) !== place);
  if (twice) throw new BadInputError(`compare: ${twice} is named twice; expected each kind of cluster once`);
  checkFitting(options, kinds);
  const explanations = await readExplanations();
  const { suite, scenario, timeoutFactor } = options;
  const selection = { timeoutFactor, ...(suite && { suite }), ...(scenario && { scenario }) };
  const columns = await Promise.all(
    what.map((each) => (isKind(each) ? prepareRun({ ...optionsFor(options, each), ...selection }) : readReport(each))),
  );

  const out = resolve(options.out ?? environment().artifacts ?? 'plimsoll-report');
  using interrupted = interruption();
  const compared: Compared[] = [];
  for (const column of columns) {
    if ('report' in column) compared.push(column);
    else {
      const { cluster } = column.options;
      print(`\n== ${cluster}`);
      const report = await executeRun(column, { out: join(out, cluster), signal: interrupted.signal });
      compared.push({ cluster, report });
    }
    const code = interrupted.exitCode();
    if (code !== undefined) return code;
  }

  const comparison = comparisonOf(compared, { explanations, strict: options.strict ?? false });
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'compare.json'), inJson(comparison));
  await writeFile(join(out, 'compare.md'), compareMarkdown(comparison));
  print(['', ...compareConsole(comparison, screen())].join('\n'));
  return exitCodeOf(comparison, compared, complain);
}

/** An inconclusive run makes every difference doubtful, so it comes first. */
function exitCodeOf(
  { summary, outdated }: Comparison,
  compared: readonly Compared[],
  complain: (line: string) => void,
): number {
  for (const { cluster, report } of compared) {
    // A failure is conclusive, and may be explained.
    const scenarios = report.scenarios.filter(({ verdict }) => verdict.kind !== 'failed');
    const { exitCode, reasons } = decide({ ...report, scenarios }, { gate: 'core', minExecuted: 0 });
    if (exitCode !== ExitCode.usage && exitCode !== ExitCode.infrastructure) continue;
    for (const reason of reasons) complain(`plimsoll: ${cluster}: ${reason}`);
    return exitCode;
  }
  const left = compared.flatMap(({ cluster, report: { lifecycle } }) =>
    lifecycle.flatMap(({ error }) => (error === undefined ? [] : [`plimsoll: ${cluster}: left behind: ${error}`])),
  );
  for (const line of left) complain(line);
  if (left.length > 0) return ExitCode.gate;
  if (summary.unexplained > 0 || outdated.length > 0) return ExitCode.notConformant;
  if (summary.compared > 0) return ExitCode.conformant;
  complain('plimsoll: no scenario has a verdict on all of them, so nothing could be compared');
  return ExitCode.gate;
}
