import { BadInputError } from '../../harness/errors.ts';
import type { ChosenContext } from './kubeconfig/kubeconfig.ts';
import { isLocalServer } from './local-server.ts';

/** Throws a BadInputError unless the context is of a cluster on this machine, or was named twice, and alike. */
export function checkOwned({ name, file, cluster }: ChosenContext, own: string | undefined): void {
  if (own !== undefined && own !== name)
    throw new BadInputError(
      `--context names "${name}" and --i-own-this-cluster names "${own}": expected the same context twice`,
    );
  if (own === name || isLocalServer(cluster)) return;
  throw new BadInputError(
    `${file}: context "${name}" is of ${cluster.server}, which is not on this machine. Scenarios create and delete objects there, and` +
      ` some drain nodes: name the context twice if that may be: --context ${name} --i-own-this-cluster ${name}`,
  );
}
