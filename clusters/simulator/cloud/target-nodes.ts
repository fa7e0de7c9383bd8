import type { KubernetesObject } from '../../../harness/api/objects.ts';
import type { Change } from '../../../harness/api/watch.ts';

/** A Node, as far as a load balancer looks at it. */
export interface Node extends KubernetesObject {
  spec?: { providerID?: string; taints?: readonly { readonly key: string }[] };
}

/** providerIDs of the nodes that a balancer sends to, by their names. */
export type Targets = ReadonlyMap<string, string>;

const excludingLabel = 'node.kubernetes.io/exclude-from-external-load-balancers';
const autoscalersTaint = 'ToBeDeletedByClusterAutoscaler';

/** Values that strconv.ParseBool takes for false; any other one, and none, excludes the node. */
const falseValues = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/**
 * The nodes that balancers send to: stableNodeSetPredicates in k8s.io/cloud-provider/controllers/service. Whether they are
 * ready, cordoned or known to the cloud yet does not matter.
 */
export function targetsAmong(nodes: Iterable<Node>): Targets {
  return new Map(
    [...nodes].filter(isTarget).map(({ metadata, spec }) => [metadata?.name ?? '', spec?.providerID ?? '']),
  );
}

export function sameTargets(one: Targets, other: Targets): boolean {
  return one.size === other.size && [...one].every(([name, id]) => other.get(name) === id);
}

/** Spares all balancers a look at the nodes' heartbeats. */
export function mayChangeTargets({ type, object, before }: Change<Node>): boolean {
  if (type !== 'MODIFIED' || !before) return true;
  return isTarget(object) !== isTarget(before) || object.spec?.providerID !== before.spec?.providerID;
}

function isTarget({ metadata = {}, spec }: Node): boolean {
  const excludes = metadata.labels?.[excludingLabel];
  const isIncluded = excludes === undefined || falseValues.includes(excludes);
  return isIncluded && !metadata.deletionTimestamp && !spec?.taints?.some(({ key }) => key === autoscalersTaint);
}
