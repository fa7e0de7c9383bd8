import { explainer, isAsExpected } from '../../explain/explain.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { zoneOfNode } from '../../explain/in-words.ts';
import { type ClusterObjects, claimsOf, classNameOf, type Lookup, lookupIn, zonesOf } from '../../explain/lookup.ts';
import { isSelected, taintInWords } from '../../explain/matching.ts';
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '../../kubernetes.ts';
import type { PlacedClaim, PlacedNode, PlacedPod, PlacedVolume } from '../../placement.ts';
import type { ScenarioReport } from '../../report.ts';
import { condition, podInWords } from '../../vocabulary/in-words.ts';
import { kindOfNode } from '../../vocabulary/nodes.ts';

/** Where everything of one namespace is, on all nodes of its cluster, and why each Pod is as it is that is not well. */
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
  return {
    name: metadata?.name ?? '',
    ...(zone !== undefined && { zone }),
    kind: kindOf(node),
    ready: condition(status?.conditions, 'Ready')?.status === 'True',
    unschedulable: spec?.unschedulable ?? false,
    taints: (spec?.taints ?? []).map(taintInWords),
  };
}

function kindOf(node: Node): PlacedNode['kind'] {
  if (kindOfNode(node) === 'virtual node') return 'virtual';
  return node.metadata?.labels?.['node-role.kubernetes.io/control-plane'] === undefined ? 'machine' : 'control-plane';
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
  return {
    name,
    ...reachOf(volume, lookup),
    attachedTo: lookup
      .list('VolumeAttachment')
      .filter(({ spec, status }) => spec.source.persistentVolumeName === name && status?.attached)
      .map(({ spec }) => spec.nodeName),
  };
}

/** Where alone a volume can be used: in the zones that it names, else on the nodes that it selects. */
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

function byName(
  one: Node | Pod | PersistentVolumeClaim | PersistentVolume,
  other: Node | Pod | PersistentVolumeClaim | PersistentVolume,
): number {
  return (one.metadata?.name ?? '').localeCompare(other.metadata?.name ?? '');
}
