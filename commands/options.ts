import { type Command, InvalidArgumentError, Option } from 'commander';
import { clusterNames } from './cluster-options.ts';
import { shardFrom } from './shard.ts';

const short = { profileHelp: 'version of a simulated component', topologyHelp: 'its machines (docs/topologies.md)' };
const asksForHelp = ['--help', '-h', 'help'].some((word) => process.argv.slice(2).includes(word));

/** What the clouds offer, for `--help` alone: to load them takes a while. */
export const { profileHelp, topologyHelp } = asksForHelp ? await import('../clusters/clouds/profiles.ts') : short;

export function addScenarioOptions(command: Command): Command {
  return command
    .option('--suite <name...>', 'only these suites')
    .option(
      '--scenario <id...>',
      "only these scenarios: pvc-is-refused, aks-virtual-node/pvc-is-refused, or a glob such as 'pvc-*'",
    );
}

/** Adds the options that describe the cluster; the run refuses those that do not fit its kind. */
export function addClusterOptions(command: Command): Command {
  return command
    .option('--kubernetes <minor>', 'Kubernetes version of the cluster, such as 1.36 (default: the newest supported)')
    .option('--topology <name|file>', 'run all suites on these machines, named as for up (default: one set per suite)')
    .option('--profile <component=profile...>', profileHelp)
    .option(
      '--image <image>',
      'kind, k3s: image of the nodes, for kind by default $PLIMSOLL_KIND_IMAGE; container: image of the control plane',
    )
    .option(
      '--nodes <n>',
      'kind: number of workers, spread over the zones (default: as many as the topology has)',
      wholeNumber,
    )
    .option('--images <file>', 'kind, k3s, existing: YAML file that maps images of the manifests to replacements')
    .option('--context <name>', 'existing: kubeconfig context; required, there is no default')
    .option('--i-own-this-cluster <name>', 'existing: the same name again, if the cluster is not on this machine')
    .option('--kubeconfig <file>', 'existing: file with the context (default: $KUBECONFIG, else ~/.kube/config)')
    .option('--mapping <file>', 'existing: YAML file with facts that cannot be detected (docs/existing.md)')
    .option('--timeout-factor <x>', 'multiply every timeout: 2 for a slow machine', positiveNumber, 1);
}

export function addRunOptions(run: Command): Command {
  const cluster = new Option('--cluster <kind>', 'select the kind of cluster (docs/clusters.md)')
    .choices(clusterNames)
    .default('embedded');
  run.description('Run scenarios on a cluster; writes report.json, report.html, JUnit and summary.md.');
  return addClusterOptions(addScenarioOptions(run.addOption(cluster)))
    .addOption(
      new Option('--gate <which>', 'what exit code 0 requires').choices(['core', 'extended', 'all']).default('core'),
    )
    .option('--min-executed <n>', 'fail the gate (4) if fewer scenarios were executed', wholeNumber)
    .option('--retries <n>', 'retry what errored (never what failed) up to n times', wholeNumber)
    .option('--max-flaky <n>', 'fail the gate (4) if more scenarios than n passed only on a retry', wholeNumber)
    .option('--strict', 'count drift as a failure: the document must be corrected')
    .option('--baseline <report.json>', 'fail only on what is worse than in an earlier report (docs/diff.md)')
    .option('--shard <i/n>', 'run part i of n; merge joins the reports of the parts', shardFrom)
    .option('--keep', 'keep the cluster and its objects until Ctrl-C, for kubectl')
    .option('--out <dir>', 'directory for the reports (default: $ARTIFACTS, else plimsoll-report)')
    .addOption(
      new Option('--junit-dialect <dialect>', 'common: for every reader; prow: Spyglass lists flaky scenarios as flaky')
        .choices(['common', 'prow'])
        .default('common'),
    );
}

export function addExplainOptions(command: Command): Command {
  return command
    .description('Explain why a Pod is not running or not Ready, node by node, and what would help; changes nothing.')
    .argument('[pod]', 'pod/NAME (default: every Pod that is not running or not Ready)')
    .option(
      '-n, --namespace <namespace>',
      'namespace of the Pod (default: default); without a Pod, only these namespaces',
      several,
    )
    .option('--context <name>', 'cluster by a context of your kubeconfig')
    .option('--kubeconfig <file>', 'kubeconfig to use: its current context, or that of --context')
    .option('--name <name>', 'cluster that up has started, if neither is given', 'plimsoll')
    .option('--json', 'print JSON, for programs');
}

/** Collects an option that may be given more than once; with `<namespace...>` commander would take the Pod as well. */
function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number was expected.');
  return Number(text);
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('A number above 0 was expected.');
  return number;
}
