import { isConflict, isNotFound } from '../../api/client.ts';
import type { KubernetesObject } from '../../api/objects.ts';
import { pathOf, type Reference, type Resource } from '../../api/resources.ts';
import type { ClusterContext } from '../run-context.ts';
import type { UndoStack } from './undo.ts';

type Remembering = { readonly context: Pick<ClusterContext, 'api' | 'cleanUpApi'>; readonly undo: UndoStack };

/**
 * Remembers what was there before a scenario first touched it, outside its namespace, where nothing goes away by itself: what was
 * there comes back, what was not is deleted.
 */
export function rememberer({ context: { api, cleanUpApi }, undo }: Remembering) {
  const remembered = new Set<string>();

  /** Some kinds are replaced only by who tells which version: AllowUnconditionalUpdate of CSIDrivers in pkg/registry/storage/csidriver. */
  async function restore(resource: Resource, reference: Reference, before: KubernetesObject, tries = 5): Promise<void> {
    const { resourceVersion: _, uid: __, ...metadata } = before.metadata ?? {};
    try {
      const { metadata: now } = await cleanUpApi.get<KubernetesObject>(resource, reference);
      const { uid = '', resourceVersion = '' } = now ?? {};
      await cleanUpApi.replace(resource, reference, { ...before, metadata: { ...metadata, uid, resourceVersion } });
    } catch (error) {
      if (isConflict(error) && tries > 1) return restore(resource, reference, before, tries - 1);
      if (!isNotFound(error)) throw error;
      await cleanUpApi.create(resource, { ...before, metadata });
    }
  }

  return async (resource: Resource, reference: Reference): Promise<void> => {
    const path = pathOf(resource, reference);
    if (remembered.has(path)) return;
    const before = await api.get<KubernetesObject>(resource, reference).catch((error) => {
      if (!isNotFound(error)) throw error;
    });
    remembered.add(path);
    if (before) undo.push('restore', () => restore(resource, reference, before));
    else undo.push('delete', () => ignoringAbsence(cleanUpApi.delete(resource, reference, background)));
  };
}

export const background = { propagationPolicy: 'Background' };

export async function ignoringAbsence(deletion: Promise<unknown>): Promise<void> {
  await deletion.catch((error) => {
    if (!isNotFound(error)) throw error;
  });
}
