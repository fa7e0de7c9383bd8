import { checkOwned } from './check-owned.ts';
import type { ChosenContext } from './kubeconfig/kubeconfig.ts';
import { kubeconfigFiles } from './kubeconfig/kubeconfig-files.ts';
import { readContext } from './kubeconfig/read-context.ts';

/** Which cluster the user means. */
export interface Choice {
  /** Path of the kubeconfig; where kubectl would look when absent. */
  readonly kubeconfig?: string;
  readonly context: string;
  /** The same context again, for a cluster that is not on this machine. */
  readonly own?: string;
  /** Variables that say where the kubeconfig is, and that credential plugins are started with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Rejects with a BadInputError when there is no such context, or nothing may be done on its cluster. */
export async function chooseContext({ kubeconfig, context, own, environment }: Choice): Promise<ChosenContext> {
  const chosen = await readContext(kubeconfigFiles(kubeconfig, environment), context);
  checkOwned(chosen, own);
  return chosen;
}
