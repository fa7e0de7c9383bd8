import { isConflict, isNotFound } from '../../api/client.ts';
import { type KubernetesObject, pathOf, type Reference, type Resource } from '../../api/resources.ts';
import { messageOf } from '../../errors.ts';
import type { Finding } from '../../verdict.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { firstToHold, type Waiting } from '../judging/judge.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import type { Names } from '../manifests/isolate.ts';
import type { ClusterContext } from '../run-context.ts';
import type { LiveView } from '../view/scenario-view.ts';

/** What every act of a scenario needs. */
export interface Acting {
  readonly scenario: LoadedScenario;
  readonly context: ClusterContext;
  readonly view: LiveView;
  readonly names: Names;
  readonly undo: ReturnType<typeof undoStack>;
  readonly suffix: string;
}

/** Throws unless the scenario may touch what others use. */
export function onlyExclusive({ exclusive, file }: LoadedScenario, what: string): void {
  if (!exclusive) throw new Error(`${file}: only an exclusive scenario may ${what}`);
}

/** Waits until all expectations are met at the same time; rejects with an UnmetError. */
export async function untilSeen(
  { context, view }: Pick<Acting, 'context' | 'view'>,
  expect: readonly Expectation[],
  { signal = context.signal, ...waited }: Partial<Pick<Waiting, 'namespaces' | 'signal' | 'waitsFor'>> = {},
): Promise<void> {
  const { clock, cluster } = context;
  const patience = { within: cluster.patience.within, holding: 0 };
  const { how, findings } = await firstToHold({ all: expect }, { view, patience, clock, signal, ...waited });
  if (how !== 'held') throw new UnmetError(how, findings.all);
}

/** An expectation that a scenario waited for was not met. */
export class UnmetError extends Error {
  override readonly name = 'UnmetError';
  readonly findings: readonly Finding[];

  constructor(how: string, findings: readonly Finding[]) {
    const unmet = findings.filter(({ met }) => !met).map(({ summary, saw }) => `${summary} (saw ${saw})`);
    super(`${how} while waiting until ${unmet.join(' and ')}`);
    this.findings = findings;
  }
}

/** `restore` restores the former state, even where nothing is cleaned up. */
type UndoKind = 'delete' | 'restore';

/** Changes that must be undone, the last one first. */
export function undoStack() {
  let done: { readonly kind: UndoKind; readonly undo: () => Promise<void> }[] = [];
  return {
    push: (kind: UndoKind, undo: () => Promise<void>) => void done.push({ kind, undo }),
    /** Undoes all changes of the kinds, even after a failure; rejects with all failures. */
    async undo(...kinds: readonly UndoKind[]): Promise<void> {
      const due = done.filter(({ kind }) => kinds.includes(kind)).reverse();
      done = done.filter(({ kind }) => !kinds.includes(kind));
      const failures: unknown[] = [];
      for (const { undo } of due) await undo().catch((error) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, failures.map(messageOf).join('; '));
    },
  };
}

/**
 * Remembers each object outside the namespace before the scenario first changes it.
 * In the end an object that existed is restored, any other is deleted.
 */
export function rememberer({ context: { api, cleanUpApi }, undo }: Pick<Acting, 'context' | 'undo'>) {
  const remembered = new Set<string>();

  /** Some kinds need a version to be replaced: pkg/registry/storage/csidriver, AllowUnconditionalUpdate. */
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
