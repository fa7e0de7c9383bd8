import { isNotFound } from '../../api/client.ts';
import type { KubernetesObject } from '../../api/objects.ts';
import { pathOf, type Reference, type Resource } from '../../api/resources.ts';
import type { RunContext } from '../run-context.ts';
import type { UndoStack } from './undo.ts';

type Remembering = { readonly context: Pick<RunContext, 'api' | 'cleanUpApi'>; readonly undo: UndoStack };

/**
 * Remembers what was there before a scenario first touched it, outside its namespace, where nothing goes away by itself: what was
 * there comes back, what was not is deleted.
 */
export function rememberer({ context: { api, cleanUpApi }, undo }: Remembering) {
  const remembered = new Set<string>();

  async function restore(resource: Resource, reference: Reference, before: KubernetesObject): Promise<void> {
    const { resourceVersion: _, ...metadata } = before.metadata ?? {};
    try {
      await cleanUpApi.replace(resource, reference, { ...before, metadata });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const { uid: _, ...anew } = metadata;
      await cleanUpApi.create(resource, { ...before, metadata: anew });
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
