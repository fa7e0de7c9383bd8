import type { Command } from 'commander';

/** What `plimsoll explain` takes. */
export function describingExplain(command: Command): Command {
  return command
    .description('Tell why a Pod is not what one expects, node by node, and what would help; reads only.')
    .argument('[pod]', 'pod/NAME (default: every Pod that is not what one expects)')
    .option('-n, --namespace <namespace>', 'of the Pod (default: default); without a Pod all, or these', several)
    .option('--context <name>', 'context of your kubeconfig')
    .option('--kubeconfig <file>', 'its current context, or that of --context')
    .option('--name <name>', 'the cluster of up, where neither is given', 'plimsoll')
    .option('--json', 'as JSON, for programs')
    .addHelpText(
      'after',
      `
Examples:
  plimsoll explain                                   of the cluster that up has started
  plimsoll explain pod/web -n shop --context aks     one Pod of another
  plimsoll explain -n shop -n pay --context aks --json | jq -r '.explanations[].cause'`,
    );
}

/** An option that may be given more than once. A list after it would take the Pod for one of its own. */
function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
