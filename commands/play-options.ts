import { type Command, Option } from 'commander';
import { clusterNames } from './cluster-options.ts';
import { positiveNumber, wholeNumber } from './option-numbers.ts';

export const profileHelp =
  'version of a simulated component: aci=aks-1.4.8 (default) or aks-1.6, ebs=1.64 (default) or 1.32, efs=3.4 (default) or 2.1';

/** Adds what chooses scenarios. */
export function choosingScenarios(command: Command): Command {
  return command
    .option('--suite <name...>', 'only these suites')
    .option('--scenario <id...>', "only these: pvc-is-refused, aks-virtual-node/pvc-is-refused, globs such as 'pvc-*'");
}

/** Adds the kind of cluster. */
export function choosingCluster(command: Command): Command {
  return command.addOption(
    new Option('--cluster <kind>', 'where to play them (docs/clusters.md)').choices(clusterNames).default('embedded'),
  );
}

/** Adds what is said about the cluster; those that do not fit its kind are refused later, with the kinds that they fit. */
export function describingCluster(command: Command): Command {
  return command
    .option('--kubernetes <minor>', 'Kubernetes of the cluster, such as 1.36 (default: the newest known)')
    .option('--topology <name|file>', 'all suites on these machines, named as for up (default: each suite on its own)')
    .option('--profile <component=profile...>', profileHelp)
    .option(
      '--image <image>',
      "kind, k3s: the nodes' image, for kind by default $PLIMSOLL_KIND_IMAGE; container: the control plane's",
    )
    .option(
      '--nodes <n>',
      'kind: so many workers, over the zones in turn (default: as many as the topology has)',
      wholeNumber,
    )
    .option('--images <file>', 'kind, k3s, existing: YAML that maps images of the manifests to those to use instead')
    .option('--context <name>', 'existing: the kubeconfig context; none is taken unasked')
    .option('--i-own-this-cluster <name>', 'existing: the same name again, where the context is not on this machine')
    .option('--kubeconfig <file>', 'existing: where the context is (default: $KUBECONFIG, else ~/.kube/config)')
    .option('--mapping <file>', 'existing: YAML that says what cannot be detected (docs/clusters.md)')
    .option('--timeout-factor <x>', 'multiplies how long an outcome may take: 2 for a slow machine', positiveNumber, 1);
}
