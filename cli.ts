import { Argument, Command, CommanderError, Option } from 'commander';
import { examples } from './commands/help.ts';
import {
  addClusterOptions,
  addExplainOptions,
  addRunOptions,
  addScenarioOptions,
  profileHelp,
  topologyHelp,
} from './commands/options.ts';
import { ExitCode, guardProcess, reportError } from './commands/process.ts';
import packageJson from './package.json' with { type: 'json' };

const program = new Command('plimsoll')
  .description(
    'Tests whether Kubernetes clusters do what their documents state about where Pods land and what then happens.',
  )
  .version(packageJson.version)
  .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
  .showHelpAfterError('(plimsoll --help lists the commands)')
  .exitOverride();

addRunOptions(program.command('run')).action(async (options) =>
  exitWith(await (await import('./commands/run.ts')).run(options)),
);

const compare = program
  .command('compare')
  .description('Run the same scenarios on several clusters, one after the other, and show where they differ.')
  .argument(
    '<cluster|report.json...>',
    'kinds of clusters as for run --cluster, or reports of earlier runs; the others are compared with the first',
  );
addClusterOptions(addScenarioOptions(compare))
  .option('--strict', 'count other observed texts as a difference, whatever the verdict')
  .option(
    '--out <dir>',
    'directory for compare.json, compare.md and the reports (default: $ARTIFACTS, else plimsoll-report)',
  )
  .action(async (what, options) => exitWith(await (await import('./commands/compare.ts')).compare(what, options)));

program
  .command('diff')
  .description('Show what changed between two runs: verdicts, messages, versions, timings.')
  .argument('<old>', 'report.json of the earlier run, or its directory')
  .argument('<new>', 'report.json of the later run, or its directory')
  .addOption(new Option('--format <format>', 'what to print').choices(['text', 'markdown', 'json']).default('text'))
  .option('--out <dir>', 'directory for diff.json and diff.md')
  .action(async (old, now, options) => exitWith(await (await import('./commands/diff.ts')).diff([old, now], options)));

program
  .command('merge')
  .description("Join the reports of a run's shards into one, in every format.")
  .argument('<report...>', 'report.json of each shard, or its directory')
  .requiredOption('--out <dir>', 'directory for the reports')
  .action(async (reports, options) => exitWith(await (await import('./commands/render.ts')).merge(reports, options)));

program
  .command('render')
  .description('Write every format again from a report.json.')
  .argument('<report>', 'report.json, or its directory')
  .option('--out <dir>', 'directory for the reports (default: the one of report.json)')
  .action(async (report, options) => exitWith(await (await import('./commands/render.ts')).render(report, options)));

addScenarioOptions(
  program.command('list').description('List every scenario: id, level, statement, source, requirements.'),
)
  .option('--json', 'print JSON, for programs')
  .action(async (options) => (await import('./commands/list.ts')).list(options));

addExplainOptions(program.command('explain')).action(async (pod, options) =>
  exitWith(await (await import('./commands/explain.ts')).explainCommand(pod, options)),
);

program
  .command('up')
  .description('Start a cluster with simulators in the background; prints the KUBECONFIG line for your shell.')
  .option('--name <name>', 'name of the cluster; several can run side by side', 'plimsoll')
  .option('--kubernetes <minor>', 'Kubernetes version of the cluster, such as 1.36 (default: the newest supported)')
  .option('--topology <name|file>', topologyHelp, 'aks-virtual-node')
  .option('--profile <component=profile...>', profileHelp)
  .action(async (options) => exitWith(await (await import('./commands/up.ts')).up(options)));

program
  .command('down')
  .description('Stop a cluster that up has started, and remove everything of it.')
  .option('--name <name>', 'name of the cluster', 'plimsoll')
  .action(async (options) => exitWith(await (await import('./commands/up.ts')).down(options)));

program
  .command('machine')
  .description('Stop, start, remove or add a machine of a cluster that up has started, or cut off a zone.')
  .addArgument(new Argument('<act>', 'what to do').choices(['stop', 'start', 'remove', 'add', 'cut-off', 'reconnect']))
  .argument('[what]', 'name of the machine (for add: optional) or of the zone')
  .option('--zone <zone>', 'zone of the new machine (default: like the first worker)')
  .option('--name <name>', 'name of the cluster', 'plimsoll')
  .action(async (act, what, options) =>
    exitWith(await (await import('./commands/machine.ts')).machine({ ...options, act, ...(what && { what }) })),
  );

program
  .command('binaries')
  .description('Show the cached binaries and their sources; fetch or build them ahead of time.')
  .option('--kubernetes <minor>', 'minor to fetch or build (default: the newest supported)')
  .option('--pull', 'pull the official images, without Docker')
  .option('--build', 'build with go from the pinned go.mods')
  .option('--kubectl', 'get kubectl as well')
  .action(async (options) => exitWith(await (await import('./commands/binaries.ts')).binaries(options)));

program
  .command('host', { hidden: true })
  .argument('<options>')
  .action(async (options) => exitWith(await (await import('./commands/host.ts')).host(JSON.parse(options))));

for (const command of [program, ...program.commands]) command.addHelpText('after', examples[command.name()] ?? '');

function exitWith(code: number): void {
  process.exitCode = code;
}

guardProcess();
try {
  await program.parseAsync();
} catch (error) {
  exitWith(error instanceof CommanderError ? (error.exitCode === 0 ? 0 : ExitCode.usage) : reportError(error));
}
