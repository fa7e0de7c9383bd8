import type { ApiClient } from '../../api/client.ts';
import { type KubernetesObject, objectName, resources } from '../../api/resources.ts';
import { explainer, isAsExpected } from '../../explain/explain.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { zoneOfNode } from '../../explain/in-words.ts';
import {
  type ClusterObjects,
  claimsOf,
  classNameOf,
  type ExplainedKind,
  explainedKinds,
  type Lookup,
  lookupIn,
  type ObjectsByKind,
  zonesOf,
} from '../../explain/lookup.ts';
import { isSelected, taintInWords } from '../../explain/matching.ts';
import type { Event, Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../kubernetes.ts';
import type { PlacedClaim, PlacedNode, PlacedPod, PlacedVolume } from '../../placement.ts';
import type { Evidence, ScenarioReport } from '../../report.ts';
import { condition, podInWords } from '../../vocabulary/in-words.ts';
import { kindOfNode } from '../../vocabulary/nodes.ts';
import type { ClusterContext } from '../run-context.ts';
import type { Acting } from '../stage/acting.ts';
import { isOf } from '../stage/namespace.ts';
import { clusterScope, type ObjectIndex } from '../view/shared-view.ts';

const cannotBeEvidence = new Set(['Event', 'ServiceAccount']);

/** The objects and events of a scenario as they are now, without those that the API server does not answer for. */
export async function gatherEvidence(
  { view: { namespace }, names }: Pick<Acting, 'view' | 'names'>,
  { shared, api }: ClusterContext,
): Promise<Evidence> {
  const { index } = shared;
  const kinds = [...index.kinds].filter((kind) => !cannotBeEvidence.has(kind));
  const within = kinds.flatMap((kind) => [...index.objects(kind, namespace).values()]);
  const outside = kinds.flatMap((kind) =>
    [...index.objects(kind, clusterScope).values()].filter((object) => isOf({ namespace, names }, object)),
  );
  const unwatched = await configMapsAndSecrets(api, namespace).catch(() => []);
  const events = [...index.objects('Event', namespace).values()] as Event[];
  return {
    objects: [...within, ...outside, ...unwatched].map((object) => ({
      name: objectName(object),
      object: withoutManagedFields(object),
    })),
    events: events.map(eventEvidence).sort((a, b) => a.at.localeCompare(b.at)),
  };
}

async function configMapsAndSecrets(api: ApiClient, namespace: string): Promise<readonly KubernetesObject[]> {
  const [configMaps, secrets] = await Promise.all([
    api.list<KubernetesObject>(resources.ConfigMap, { namespace }),
    api.list<KubernetesObject>(resources.Secret, { namespace }),
  ]);
  const own = configMaps.items.filter(({ metadata }) => metadata?.name !== 'kube-root-ca.crt');
  const named = own.map((item) => ({ apiVersion: 'v1', kind: 'ConfigMap', ...item }));
  return [...named, ...secrets.items.map(withoutSecretData)];
}

const keptMetadata = ['name', 'namespace', 'uid', 'creationTimestamp', 'labels'] as const;

/** A Secret with its keys, but without their values. */
export function withoutSecretData(secret: KubernetesObject & { data?: Record<string, unknown>; type?: string }) {
  const { metadata = {} } = secret;
  const keys = Object.keys(secret.data ?? {}).map((key) => [key, '(left out)']);
  // Without annotations: kubectl keeps a copy of the applied Secret in one.
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: secret.type,
    metadata: Object.fromEntries(keptMetadata.flatMap((key) => (metadata[key] ? [[key, metadata[key]]] : []))),
    data: Object.fromEntries(keys) as Record<string, string>,
  };
}

function withoutManagedFields({ apiVersion, kind, metadata = {}, ...object }: KubernetesObject): KubernetesObject {
  const { managedFields: _, ...kept } = metadata;
  return { ...(apiVersion && { apiVersion }), ...(kind && { kind }), metadata: kept, ...object };
}

function eventEvidence(event: Event): Evidence['events'][number] {
  const { involvedObject, source, metadata, series, lastTimestamp, eventTime, firstTimestamp } = event;
  const last = series?.lastObservedTime ?? lastTimestamp;
  return {
    at: last ?? eventTime ?? firstTimestamp ?? metadata?.creationTimestamp ?? '',
    type: event.type ?? '',
    reason: event.reason ?? '',
    object: `${involvedObject.kind}/${involvedObject.name}`,
    from: source?.component || event.reportingComponent || '',
    count: series?.count ?? event.count ?? 1,
    message: event.message ?? '',
  };
}

/** Where everything of one namespace is, with an explanation of each Pod that is not well. */
export function placementIn(
  namespace: string,
  objects: ClusterObjects,
): Pick<ScenarioReport, 'placement' | 'explanations'> {
  const lookup = lookupIn(objects);
  const explain = explainer(objects);
  const own = <T extends Pod | PersistentVolumeClaim>(all: readonly T[]) =>
    all.filter(({ metadata }) => metadata?.namespace === namespace).sort(byName);
  const explanations = new Map<Pod, Explanation>();
  for (const pod of own(objects.objects.Pod)) if (!isAsExpected(pod, lookup)) explanations.set(pod, explain(pod));

  return {
    placement: {
      nodes: objects.objects.Node.toSorted(byName).map(placedNode),
      pods: own(objects.objects.Pod).map((pod) => placedPod(pod, lookup, explanations.get(pod))),
      claims: own(objects.objects.PersistentVolumeClaim).map(placedClaim),
      volumes: objects.objects.PersistentVolume.filter(({ spec }) => spec?.claimRef?.namespace === namespace)
        .sort(byName)
        .map((volume) => placedVolume(volume, lookup)),
    },
    ...(explanations.size > 0 && { explanations: [...explanations.values()] }),
  };
}

function placedNode(node: Node): PlacedNode {
  const { metadata, spec, status } = node;
  const zone = zoneOfNode(node);
  const isControlPlane = metadata?.labels?.['node-role.kubernetes.io/control-plane'] !== undefined;
  return {
    name: metadata?.name ?? '',
    ...(zone !== undefined && { zone }),
    kind: kindOfNode(node) === 'virtual node' ? 'virtual' : isControlPlane ? 'control-plane' : 'machine',
    ready: condition(status?.conditions, 'Ready')?.status === 'True',
    unschedulable: spec?.unschedulable ?? false,
    taints: (spec?.taints ?? []).map(taintInWords),
  };
}

function placedPod(pod: Pod, lookup: Lookup, explanation: Explanation | undefined): PlacedPod {
  const { metadata, spec } = pod;
  return {
    name: metadata?.name ?? '',
    ...(spec?.nodeName && { node: spec.nodeName }),
    state: podInWords(pod),
    well: explanation === undefined,
    claims: claimsOf(pod, lookup).map(({ name }) => name),
    ...(explanation && { cause: explanation.cause }),
  };
}

function placedClaim(claim: PersistentVolumeClaim): PlacedClaim {
  const { metadata, spec, status } = claim;
  const storageClass = classNameOf(claim);
  return {
    name: metadata?.name ?? '',
    phase: status?.phase ?? 'unknown',
    ...(spec?.volumeName && { volume: spec.volumeName }),
    ...(storageClass && { storageClass }),
  };
}

function placedVolume(volume: PersistentVolume, lookup: Lookup): PlacedVolume {
  const name = volume.metadata?.name ?? '';
  const attachments = lookup
    .list('VolumeAttachment')
    .filter(({ spec, status }) => spec.source.persistentVolumeName === name && status?.attached);
  return { name, ...reachOf(volume, lookup), attachedTo: attachments.map(({ spec }) => spec.nodeName) };
}

/** Where a volume can be used: in the zones that it names, else on the nodes that it selects. */
function reachOf(volume: PersistentVolume, lookup: Lookup): Pick<PlacedVolume, 'zones' | 'nodes'> {
  const terms = volume.spec?.nodeAffinity?.required?.nodeSelectorTerms;
  const zones = zonesOf(volume)?.zones;
  if (zones || !terms) return { zones: zones ?? [] };
  const nodes = lookup.nodes.filter((node) => isSelected(node, terms)).sort(byName);
  return {
    zones: [...new Set(nodes.flatMap((node) => zoneOfNode(node) ?? []))].sort(),
    nodes: nodes.map(({ metadata }) => metadata?.name ?? ''),
  };
}

function byName(one: KubernetesObject, other: KubernetesObject): number {
  return (one.metadata?.name ?? '').localeCompare(other.metadata?.name ?? '');
}

/** The watched objects that explanations need, under the names of the scenario's manifests. */
export function clusterObjects(
  { namespace, names }: Pick<Acting, 'names'> & { readonly namespace: string },
  index: ObjectIndex,
  now: Date,
): ClusterObjects {
  // Objects of other namespaces, and Nodes, contain no names of this scenario.
  const concerns = (kind: ExplainedKind, { metadata }: KubernetesObject) =>
    kind !== 'Node' && (metadata?.namespace ?? namespace) === namespace;
  const objects = explainedKinds.map((kind) => {
    // Events of other namespaces are many, and explain nothing here.
    const seen = kind === 'Event' ? index.objects(kind, namespace).values() : index.everywhere(kind);
    return [kind, [...seen].map((object) => (concerns(kind, object) ? names.asWritten(object) : object))] as const;
  });
  return { now, objects: Object.fromEntries(objects) as { [K in ExplainedKind]: ObjectsByKind[K][] }, unknown: {} };
}
