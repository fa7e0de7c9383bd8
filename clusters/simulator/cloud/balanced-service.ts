import type { KubernetesObject } from '../../../harness/api/objects.ts';
import type { Change } from '../../../harness/api/watch.ts';

/** A Service, as far as a load balancer looks at it. */
export interface Service extends KubernetesObject {
  spec?: {
    type?: string;
    loadBalancerClass?: string;
    loadBalancerIP?: string;
    loadBalancerSourceRanges?: string[];
    sessionAffinity?: string;
    sessionAffinityConfig?: object;
    externalIPs?: string[];
    externalTrafficPolicy?: string;
    healthCheckNodePort?: number;
    ipFamilies?: string[];
    ports?: ServicePort[];
  };
  status?: { loadBalancer?: { ingress?: { ip?: string }[] } };
}

export interface ServicePort {
  name?: string;
  protocol?: string;
  port: number;
  nodePort?: number;
}

export interface EndpointSlice extends KubernetesObject {
  endpoints?: { addresses: string[]; conditions?: { ready?: boolean } }[];
  ports?: { name?: string; port?: number }[];
}

/** Keeps the Service until its load balancer is gone: k8s.io/cloud-provider/service/helpers. */
export const cleanupFinalizer = 'service.kubernetes.io/load-balancer-cleanup';

export function wantsLoadBalancer({ metadata, spec }: Service): boolean {
  return spec?.type === 'LoadBalancer' && !spec.loadBalancerClass && !metadata?.deletionTimestamp;
}

export function needsCleanup({ metadata, spec }: Service): boolean {
  const isLeaving = metadata?.deletionTimestamp !== undefined || spec?.type !== 'LoadBalancer';
  return isLeaving && (metadata?.finalizers ?? []).includes(cleanupFinalizer);
}

/** What a balancer is made of; only a change of it is one for the balancer (needsUpdate in service/controller.go). */
export function wishOf({ metadata, spec = {} }: Service): string {
  const { loadBalancerSourceRanges, sessionAffinity, sessionAffinityConfig, loadBalancerIP, externalIPs } = spec;
  const { externalTrafficPolicy, healthCheckNodePort, ipFamilies, ports } = spec;
  // What the simulator notes on the Service itself is no wish.
  const annotations = Object.entries(metadata?.annotations ?? {}).filter(([key]) => !key.startsWith('plimsoll.dev/'));
  return JSON.stringify([
    ...[metadata?.uid, annotations.toSorted(), ports, loadBalancerSourceRanges, sessionAffinity, sessionAffinityConfig],
    ...[loadBalancerIP, externalIPs, externalTrafficPolicy, healthCheckNodePort, ipFamilies?.length],
  ]);
}

/** Addresses and ports of the endpoints that are ready to take what comes in at a Service's port. */
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
