import type { KubernetesObject } from '../../api/objects.ts';
import { type ClusterObjects, type ExplainedKind, explainedKinds, type ObjectsByKind } from '../../explain/lookup.ts';
import type { Names } from '../manifests/names.ts';
import type { ObjectIndex } from './object-index.ts';

interface Looking {
  readonly namespace: string;
  readonly names: Names;
  readonly index: ObjectIndex;
  readonly now: Date;
}

/** What explanations are concluded from, as the watches have it, by the names that the scenario's manifests write. */
export function clusterObjects({ namespace, names, index, now }: Looking): ClusterObjects {
  // Other namespaces' objects have no names of this scenario in them, and Nodes are nobody's own.
  const concerns = (kind: ExplainedKind, { metadata }: KubernetesObject) =>
    kind !== 'Node' && (metadata?.namespace ?? namespace) === namespace;
  const objects = explainedKinds.map((kind) => {
    // Events are many, and those about others explain nothing of a scenario's own.
    const seen = kind === 'Event' ? index.objects(kind, namespace).values() : index.everywhere(kind);
    return [kind, [...seen].map((object) => (concerns(kind, object) ? names.asWritten(object) : object))] as const;
  });
  return { now, objects: Object.fromEntries(objects) as { [K in ExplainedKind]: ObjectsByKind[K][] }, unknown: {} };
}
