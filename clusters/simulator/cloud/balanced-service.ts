import type { Change } from '../../../harness/api/watch.ts';
import type { EndpointSlice, Node, Service } from '../../../harness/kubernetes.ts';

type ServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/** Keeps the Service until its load balancer is deleted: k8s.io/cloud-provider/service/helpers. */
export const cleanupFinalizer = 'service.kubernetes.io/load-balancer-cleanup';

export function wantsLoadBalancer({ metadata, spec }: Service): boolean {
  return spec?.type === 'LoadBalancer' && !spec.loadBalancerClass && !metadata?.deletionTimestamp;
}

export function needsCleanup({ metadata, spec }: Service): boolean {
  const isLeaving = metadata?.deletionTimestamp !== undefined || spec?.type !== 'LoadBalancer';
  return isLeaving && (metadata?.finalizers ?? []).includes(cleanupFinalizer);
}

/** The part of a Service that its balancer depends on: needsUpdate in service/controller.go. */
export function balancerSettings({ metadata, spec = {} }: Service): string {
  const { loadBalancerSourceRanges, sessionAffinity, sessionAffinityConfig, loadBalancerIP, externalIPs } = spec;
  const { externalTrafficPolicy, healthCheckNodePort, ipFamilies, ports } = spec;
  // The simulator writes these annotations itself.
  const annotations = Object.entries(metadata?.annotations ?? {}).filter(([key]) => !key.startsWith('plimsoll.dev/'));
  return JSON.stringify([
    ...[metadata?.uid, annotations.toSorted(), ports, loadBalancerSourceRanges, sessionAffinity, sessionAffinityConfig],
    ...[loadBalancerIP, externalIPs, externalTrafficPolicy, healthCheckNodePort, ipFamilies?.length],
  ]);
}

/** Addresses and ports of the ready endpoints behind a Service's port. */
export function readyEndpoints(
  slices: Iterable<EndpointSlice>,
  { metadata }: Service,
  port: ServicePort,
): { address: string; port: number }[] {
  const found: { address: string; port: number }[] = [];
  for (const slice of slices) {
    const isOurs =
      slice.metadata?.namespace === metadata?.namespace &&
      slice.metadata?.labels?.['kubernetes.io/service-name'] === metadata?.name;
    const target = slice.ports?.find(({ name = '' }) => name === (port.name ?? ''))?.port;
    if (!isOurs || target === undefined) continue;
    // Unknown counts as ready: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ready
    for (const { addresses, conditions } of slice.endpoints ?? []) {
      if (conditions?.ready !== false) found.push(...addresses.map((address) => ({ address, port: target })));
    }
  }
  return found;
}

/** The providerIDs of a balancer's target nodes, by their names. */
export type Targets = ReadonlyMap<string, string>;

/** Values that strconv.ParseBool reads as false; any other value, also an empty one, excludes the node. */
const falseValues = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/**
 * The target nodes of balancers: stableNodeSetPredicates in k8s.io/cloud-provider/controllers/service. Nodes count that
 * are not ready, cordoned or not yet initialized.
 */
export function targetsAmong(nodes: Iterable<Node>): Targets {
  return new Map(
    [...nodes].filter(isTarget).map(({ metadata, spec }) => [metadata?.name ?? '', spec?.providerID ?? '']),
  );
}

export function sameTargets(one: Targets, other: Targets): boolean {
  return one.size === other.size && [...one].every(([name, id]) => other.get(name) === id);
}

/** False for changes such as heartbeats, which balancers can ignore. */
export function mayChangeTargets({ type, object, before }: Change<Node>): boolean {
  if (type !== 'MODIFIED' || !before) return true;
  return isTarget(object) !== isTarget(before) || object.spec?.providerID !== before.spec?.providerID;
}

function isTarget({ metadata = {}, spec }: Node): boolean {
  const excludes = metadata.labels?.['node.kubernetes.io/exclude-from-external-load-balancers'];
  const isIncluded = excludes === undefined || falseValues.includes(excludes);
  const isLeaving = spec?.taints?.some(({ key }) => key === 'ToBeDeletedByClusterAutoscaler');
  return isIncluded && !metadata.deletionTimestamp && !isLeaving;
}
