import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import { givenUp } from '../../kind/failure.ts';

interface ObservedNode extends KubernetesObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/**
 * Resolves when every one of the Nodes is there and Ready; rejects with the signal's reason. `seen` is told of each once, as soon
 * as it is there.
 */
export async function untilReady(
  api: ApiClient,
  names: readonly string[],
  { seen, signal }: { seen: (name: string) => void; signal: AbortSignal },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const told = new Set<string>();
  using nodes = watchAll<ObservedNode>(api, resources.Node, ({ object }) => {
    const name = object.metadata?.name ?? '';
    if (names.includes(name) && !told.has(name)) {
      told.add(name);
      seen(name);
    }
    if (names.every((one) => isReady(nodes.objects.get(one)))) resolve();
  });
  const abort = () => {
    const late = names.filter((name) => !isReady(nodes.objects.get(name)));
    reject(givenUp(signal, 'waiting for the nodes', `${late.join(', ')} not Ready in time; ${often}`));
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    await Promise.race([promise, nodes.ready.then(() => promise)]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
const often = 'often because too few inotify instances are left on this machine (sysctl fs.inotify.max_user_instances)';

function isReady(node: ObservedNode | undefined): boolean {
  return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
