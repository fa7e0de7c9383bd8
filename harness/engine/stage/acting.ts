import type { Expectation } from '../../vocabulary/expectation.ts';
import { firstToHold } from '../judging/outcome.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';
import type { Names } from '../manifests/names.ts';
import type { ClusterContext } from '../run-context.ts';
import { alsoIn, type LiveView } from '../view/scenario-view.ts';
import type { UndoStack } from './undo.ts';
import { UnmetError } from './unmet-error.ts';

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
