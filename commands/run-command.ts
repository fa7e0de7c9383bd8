import { type Command, Option } from 'commander';
import { runExamples } from './examples.ts';
import { wholeNumber } from './option-numbers.ts';
import { choosingCluster, choosingScenarios, describingCluster } from './play-options.ts';
import { shardFrom } from './shard.ts';

/** What `plimsoll run` takes. */
export function describingRun(run: Command): Command {
  run.description('Play scenarios on a cluster and judge them; writes report.json, report.html, JUnit and summary.md.');
  return describingCluster(choosingScenarios(choosingCluster(run)))
    .addOption(
      new Option('--gate <which>', 'what must pass for exit code 0')
        .choices(['core', 'extended', 'all'])
        .default('core'),
    )
    .option('--min-executed <n>', 'fail the gate (4) when fewer scenarios were played', wholeNumber)
    .option('--retries <n>', 'play what errored, never what failed, up to so many times again', wholeNumber)
    .option('--max-flaky <n>', 'fail the gate (4) when more scenarios than these passed on a retry only', wholeNumber)
    .option('--strict', 'count drift as a failure: the document must be mended')
    .option('--baseline <report.json>', 'fail on what is worse than in an earlier report only (docs/diff.md)')
    .option('--shard <i/n>', 'play one of n parts, each scenario in one of them; merge joins their reports', shardFrom)
    .option('--keep', 'leave the cluster and its objects until Ctrl-C, to look at with kubectl')
    .option('--out <dir>', 'directory for the reports (default: $ARTIFACTS, else plimsoll-report)')
    .addOption(
      new Option('--junit-dialect <dialect>', 'common: for every reader; prow: Spyglass then lists flakes as such')
        .choices(['common', 'prow'])
        .default('common'),
    )
    .addHelpText('after', runExamples);
}
