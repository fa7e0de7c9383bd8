import { isConflict, isNotFound } from '../../api/client.ts';
import { type KubernetesObject, pathOf, type Reference, type Resource } from '../../api/resources.ts';
import type { Finding } from '../../verdict.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { firstToHold } from '../judging/judge.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import type { Names } from '../manifests/isolate.ts';
import type { ClusterContext } from '../run-context.ts';
import { alsoIn, type LiveView } from '../view/scenario-view.ts';

/** What every act of a scenario has to do with. */
export interface Acting {
  readonly scenario: LoadedScenario;
  readonly context: ClusterContext;
  readonly view: LiveView;
  readonly names: Names;
  readonly undo: UndoStack;
  readonly suffix: string;
}

/** Throws unless the scenario may touch what others use. */
export function onlyExclusive({ exclusive, file }: LoadedScenario, what: string): void {
  if (!exclusive) throw new Error(`${file}: only an exclusive scenario may ${what}`);
}

/** Waits until all is seen, once; rejects with an UnmetError. A signal of its own lets clean-up wait in a run that was aborted. */
export async function untilSeen(
  { context, view }: Pick<Acting, 'context' | 'view'>,
  expect: readonly Expectation[],
  { namespaces = [], signal = context.signal }: { namespaces?: Iterable<string>; signal?: AbortSignal } = {},
): Promise<void> {
  const { clock, shared, cluster } = context;
  const patience = { within: cluster.patience.within, holding: 0 };
  const wide = alsoIn(namespaces, { view, index: shared.index });
  const { how, findings } = await firstToHold([{ name: 'all', expect }], { view: wide, patience, clock, signal });
  if (how !== 'held') throw new UnmetError(how, findings.all);
}

/** What a scenario waited for did not come about. */
export class UnmetError extends Error {
  readonly findings: readonly Finding[];

  constructor(how: string, findings: readonly Finding[]) {
    const unmet = findings.filter(({ met }) => !met).map(({ summary, saw }) => `${summary} (saw ${saw})`);
    super(`${how} while waiting until ${unmet.join(' and ')}`);
    this.name = 'UnmetError';
    this.findings = findings;
  }
}

/** What has been done and must be undone, last first. */
export interface UndoStack {
  /** `restore` puts back what was there before, even where nothing is cleaned up. */
  push(kind: 'delete' | 'restore', undo: () => Promise<void>): void;
  /** Undoes everything of the kinds, whatever fails; rejects with all that failed. */
  undo(...kinds: readonly ('delete' | 'restore')[]): Promise<void>;
}

export function undoStack(): UndoStack {
  let done: { readonly kind: 'delete' | 'restore'; readonly undo: () => Promise<void> }[] = [];
  return {
    push: (kind, undo) => done.push({ kind, undo }),
    async undo(...kinds) {
      const due = done.filter(({ kind }) => kinds.includes(kind)).reverse();
      done = done.filter(({ kind }) => !kinds.includes(kind));
      const failures: unknown[] = [];
      for (const { undo } of due) await undo().catch((error) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, failures.map(messageOf).join('; '));
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

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
