import type { ApiClient } from '../../api/client.ts';
import type { KubernetesObject } from '../../api/objects.ts';
import { type KnownKind, resources } from '../../api/resources.ts';
import { watchAll } from '../../api/watch.ts';
import { type ObjectIndex, objectIndex } from './object-index.ts';
import { fieldSelectors, watchedKinds } from './watched-kinds.ts';

/** One set of cluster-wide watches for the whole run; every scenario looks at it through a view of its own. */
export interface SharedView extends Disposable {
  readonly index: ObjectIndex;
  /** Why what is shown may be out of date; undefined while all watches follow the cluster. */
  lost(): Error | undefined;
}

/** Resolves when all that is there is known; rejects when the server refuses a watch or the signal is aborted. */
export async function shareView(
  api: ApiClient,
  signal: AbortSignal,
  kinds: readonly KnownKind[] = watchedKinds,
): Promise<SharedView> {
  const index = objectIndex(kinds);
  const interruptions = new Map<KnownKind, Error>();

  const watches = kinds.map((kind) =>
    watchAll<KubernetesObject>(api, resources[kind], (change) => index.see(kind, change), {
      ...(fieldSelectors[kind] && { fieldSelector: fieldSelectors[kind] }),
      interrupted(reason) {
        interruptions.set(kind, new Error(`watching ${kind}: ${reason.message}`, { cause: reason }));
        index.wake();
      },
      resumed() {
        if (interruptions.delete(kind) && interruptions.size === 0) index.wake();
      },
    }),
  );
  const stop = () => {
    for (const watch of watches) watch[Symbol.dispose]();
  };

  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all(watches.map(({ ready }) => ready));
  } catch (cause) {
    stop();
    signal.throwIfAborted();
    throw new Error(`cannot watch the cluster: ${(cause as Error).message}`, { cause });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return { index, lost: () => interruptions.values().next().value, [Symbol.dispose]: stop };
}
