import { Argument, Command, CommanderError, Option } from 'commander';
import { binariesExamples, compareExamples, diffExamples, mergeExamples, renderExamples } from './commands/examples.ts';
import { ExitCode } from './commands/exit-code.ts';
import { describingExplain } from './commands/explain-command.ts';
import { guardProcess } from './commands/guard-process.ts';
import { choosingScenarios, describingCluster, profileHelp } from './commands/play-options.ts';
import { describingRun } from './commands/run-command.ts';
import packageJson from './package.json' with { type: 'json' };

const topologyHelp = 'its machines: aks-virtual-node, aks-hybrid, nifcloud, multi-az, or a file (docs/topologies.md)';

const program = new Command('plimsoll')
  .description('Tells whether what documents promise about where a pod lands, and what becomes of it, still holds.')
  .version(packageJson.version)
  .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
  .showHelpAfterError('(plimsoll --help shows what there is)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  plimsoll run                                every scenario, on a control plane made for it (no Docker)
  plimsoll run --scenario 'pvc-*'             some of them
  plimsoll run --profile aci=aks-1.6          against another version of the virtual node
  plimsoll run --cluster kind                 on real kubelets (docs/clusters.md tells of others)
  plimsoll compare embedded kind              where two kinds of clusters differ
  plimsoll diff old.json new.json             what changed since an earlier run
  plimsoll list                               what is promised, and where that is written
  eval "$(plimsoll up)"                       a cluster that stays, for kubectl
  plimsoll explain pod/web                    why it is not what one expects, node by node
  plimsoll down                               and away with it

Exit codes of run:
  0 conformant   1 not conformant   2 usage or bad input   3 cluster or infrastructure   4 gate not met   130/143 signals`,
  );

describingRun(program.command('run')).action(async (options) =>
  exitWith(await (await import('./commands/run.ts')).run(options)),
);

const compare = program
  .command('compare')
  .description('Play the same scenarios on several clusters, one after the other, and tell where they differ.')
  .argument(
    '<cluster|report.json...>',
    'kinds of clusters as for run --cluster, or reports of earlier runs; the first is what others are held to',
  );
describingCluster(choosingScenarios(compare))
  .option('--strict', 'count what was seen in other words as a difference, whatever the verdict')
  .option(
    '--out <dir>',
    'directory for compare.json, compare.md and the reports (default: $ARTIFACTS, else plimsoll-report)',
  )
  .addHelpText('after', compareExamples)
  .action(async (what, options) => exitWith(await (await import('./commands/compare.ts')).compare(what, options)));

program
  .command('diff')
  .description('Tell what changed between two runs: verdicts, messages, versions, timings.')
  .argument('<old>', 'report.json of the earlier run, or its directory')
  .argument('<new>', 'of the later one')
  .addOption(new Option('--format <format>', 'what to print').choices(['text', 'markdown', 'json']).default('text'))
  .option('--out <dir>', 'directory for diff.json and diff.md')
  .addHelpText('after', diffExamples)
  .action(async (old, now, options) => exitWith(await (await import('./commands/diff.ts')).diff([old, now], options)));

program
  .command('merge')
  .description("Join the reports of a run's shards into one, in every format.")
  .argument('<report...>', 'report.json of each, or its directory')
  .requiredOption('--out <dir>', 'directory for the reports')
  .addHelpText('after', mergeExamples)
  .action(async (reports, options) => exitWith(await (await import('./commands/merge.ts')).merge(reports, options)));

program
  .command('render')
  .description('Write every format again from a report.json.')
  .argument('<report>', 'report.json, or its directory')
  .option('--out <dir>', 'directory for the reports (default: where report.json is)')
  .addHelpText('after', renderExamples)
  .action(async (report, options) => exitWith(await (await import('./commands/render.ts')).render(report, options)));

program
  .command('list')
  .description('List every scenario: id, level, statement, source, requirements.')
  .option('--suite <name...>', 'only these suites')
  .option('--scenario <id...>', 'only these ids or globs')
  .option('--json', 'as JSON, for programs')
  .addHelpText('after', "\nExamples:\n  plimsoll list --scenario 'inline-*'\n  plimsoll list --json | jq -r '.[].id'")
  .action(async (options) => (await import('./commands/list.ts')).list(options));

describingExplain(program.command('explain')).action(async (pod, options) =>
  exitWith(await (await import('./commands/explain.ts')).explain(pod, options)),
);

program
  .command('up')
  .description('Start a cluster with simulators that stays; prints the KUBECONFIG line for your shell.')
  .option('--name <name>', 'several can run side by side under names of their own', 'plimsoll')
  .option('--kubernetes <minor>', 'Kubernetes of the cluster, such as 1.36 (default: the newest known)')
  .option('--topology <name|file>', topologyHelp, 'aks-virtual-node')
  .option('--profile <component=profile...>', profileHelp)
  .addHelpText(
    'after',
    `
Examples:
  eval "$(plimsoll up)"                       starts it, and points kubectl at it
  kubectl get nodes
  kubectl apply -f suites/aks-virtual-node/azurefile-claim.yaml -f suites/aks-virtual-node/pvc-is-refused.yaml
  kubectl describe pod <name>                 the document's event, with a rising count
  plimsoll down`,
  )
  .action(async (options) => exitWith(await (await import('./commands/up.ts')).up(options)));

program
  .command('down')
  .description('Stop a cluster that up has started; nothing of it is left.')
  .option('--name <name>', 'which one', 'plimsoll')
  .action(async (options) => exitWith(await (await import('./commands/down.ts')).down(options)));

program
  .command('machine')
  .description('Stop, start, remove or add a machine of a cluster that up has started, or cut off a zone.')
  .addArgument(new Argument('<act>', 'what to do').choices(['stop', 'start', 'remove', 'add', 'cut-off', 'reconnect']))
  .argument('[what]', 'name of the machine (for add, if it is to have a certain one) or of the zone')
  .option('--zone <zone>', 'where to add a machine (default: like the first worker)')
  .option('--name <name>', 'of which cluster', 'plimsoll')
  .addHelpText(
    'after',
    `
Examples:
  plimsoll machine stop worker1               its Node is NotReady 50 s later, then tainted as shut down
  plimsoll machine add --zone ap-northeast-1a prints the name of the new Node
  plimsoll machine cut-off ap-northeast-1a    nothing reaches the zone until it is reconnected`,
  )
  .action(async (act, what, options) =>
    exitWith(await (await import('./commands/machine.ts')).machine({ ...options, act, ...(what && { what }) })),
  );

program
  .command('binaries')
  .description('Show which binaries are cached, and from where; fetch or build them ahead of time.')
  .option('--kubernetes <minor>', 'which minor to fetch or build (default: the newest known)')
  .option('--pull', 'pull the official images, without Docker')
  .option('--build', 'build with go from the pinned go.mods')
  .option('--kubectl', 'get kubectl as well')
  .addHelpText('after', binariesExamples)
  .action(async (options) => exitWith(await (await import('./commands/binaries.ts')).binaries(options)));

program
  .command('host', { hidden: true })
  .argument('<options>')
  .action(async (options) => exitWith(await (await import('./commands/host.ts')).host(JSON.parse(options))));

function exitWith(code: number): void {
  process.exitCode = code;
}

guardProcess();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : ExitCode.usage;
  else exitWith((await import('./commands/explain-error.ts')).explain(error));
}
