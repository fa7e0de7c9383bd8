import type { ApiClient } from '../../../harness/api/client.ts';
import { type KubernetesObject, resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';

interface CsiNode extends KubernetesObject {
  spec?: { drivers?: readonly { readonly name: string; readonly topologyKeys?: readonly string[] | null }[] };
}

interface Node extends KubernetesObject {
  spec?: { taints?: readonly { readonly key: string }[] };
}

export interface Expected {
  readonly node: string;
  readonly driver: string;
  /** As the driver's NodeGetInfo names them. */
  readonly topologyKeys: readonly string[];
}

interface RegisteredOptions {
  readonly api: ApiClient;
  readonly expected: readonly Expected[];
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly within?: number;
}

/** What a cloud's controller takes away when it has initialized a Node: k8s.io/cloud-provider/api */
const uninitialized = 'node.cloudprovider.kubernetes.io/uninitialized';

/** Resolves when kubelets have written every driver into their CSINodes, and no Node waits for its cloud; rejects with what is missing. */
export async function registered({ api, expected, signal, within = 60_000 }: RegisteredOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = () =>
    missing(expected, csiNodes.objects.values(), nodes.objects.values()).length > 0 ? undefined : resolve();
  using nodes = watchAll<Node>(api, resources.Node, () => look());
  using csiNodes = watchAll<CsiNode>(api, resources.CSINode, () => look());
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => {
    const what = missing(expected, csiNodes.objects.values(), nodes.objects.values()).join('; ');
    reject(new Error(`expected all CSI drivers to be registered within ${within} ms, but ${what}`));
  }, within);
  try {
    await Promise.race([
      promise,
      Promise.all([nodes.ready, csiNodes.ready])
        .then(look)
        .then(() => promise),
    ]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** What is not there yet, in words. */
export function missing(
  expected: readonly Expected[],
  csiNodes: Iterable<CsiNode>,
  nodes: Iterable<Node>,
): readonly string[] {
  const found = new Map([...csiNodes].map(({ metadata, spec }) => [metadata?.name, spec?.drivers ?? []]));
  const drivers = expected.flatMap(({ node, driver, topologyKeys }) => {
    const present = found.get(node)?.find(({ name }) => name === driver);
    if (!present) return [`CSINode ${node} has no ${driver}`];
    const keys = present.topologyKeys ?? [];
    return inOrder(keys) === inOrder(topologyKeys)
      ? []
      : [
          `CSINode ${node} has ${driver} with the topology keys ${inOrder(keys) || 'none'}, not ${inOrder(topologyKeys) || 'none'}`,
        ];
  });
  const waiting = [...nodes].flatMap(({ metadata, spec }) =>
    spec?.taints?.some(({ key }) => key === uninitialized) ? [`Node ${metadata?.name} waits for its cloud`] : [],
  );
  return [...drivers, ...waiting];
}

function inOrder(keys: readonly string[]): string {
  return keys.toSorted().join(', ');
}
