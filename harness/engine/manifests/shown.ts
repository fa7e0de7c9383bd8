import type { KubernetesObject } from '../../api/objects.ts';
import type { KnownKind } from '../../api/resources.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { clusterScope, type ObjectIndex } from '../view/object-index.ts';
import { fieldSelectors } from '../view/watched-kinds.ts';

/** The view shows the object as it was when the API server answered, or as it became since; always so for what nobody watches. */
export function isShown(answer: KubernetesObject, index: ObjectIndex): Expectation {
  const { name = '', namespace = clusterScope, uid, resourceVersion = '0' } = answer.metadata ?? {};
  const kind = answer.kind as KnownKind;
  const isWatched = index.kinds.has(kind) && !fieldSelectors[kind];
  return {
    summary: `${kind} ${name} is seen as it was applied`,
    look() {
      const seen = isWatched ? index.objects(kind, namespace).get(name)?.metadata : undefined;
      const met = !isWatched || (seen?.uid === uid && !isOlder(seen?.resourceVersion, resourceVersion));
      return { met, saw: seen ? `version ${seen.resourceVersion}` : 'nothing of that name' };
    },
  };
}

/** Versions of one resource are decimal numbers that grow: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions */
function isOlder(version = '0', than: string): boolean {
  return BigInt(version) < BigInt(than);
}
