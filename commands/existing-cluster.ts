import { chooseContext } from '../clusters/existing/choose-context.ts';
import { readMapping } from '../clusters/existing/mapping/mapping.ts';
import { type ExistingOptions, existing } from '../clusters/existing/provider.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { environment } from './environment.ts';
import { withHostedMachines } from './hosted-machines.ts';

/** The cluster of the context that the command line names; rejects with a BadInputError when its mapping cannot be read. */
export async function existingCluster(
  options: ClusterOptions,
  played: Pick<ExistingOptions, 'exclusive'> = {},
): Promise<ClusterProvider> {
  const { mapping } = options;
  const declared = mapping !== undefined && { mapping: await readMapping(mapping) };
  return withHostedMachines(existing({ ...choiceOf(options), ...declared, ...played }), environment().state);
}

/** Rejects with a BadInputError, before anything is started, for every refusal that needs no answer of the cluster. */
export async function checkExisting(options: ClusterOptions): Promise<void> {
  await chooseContext(choiceOf(options));
  if (options.mapping !== undefined) await readMapping(options.mapping);
}

function choiceOf({ context = '', iOwnThisCluster: own, kubeconfig }: ClusterOptions): ExistingOptions {
  return {
    context,
    environment: environment().variables,
    ...(own !== undefined && { own }),
    ...(kubeconfig !== undefined && { kubeconfig }),
  };
}
