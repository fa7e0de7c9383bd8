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
