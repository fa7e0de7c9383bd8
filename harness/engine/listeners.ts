import type { RunListener } from '../listener.ts';

/** Several listeners as one; a listener that throws does not stop the run, but is not forgotten either. */
export interface Listeners {
  tell(what: (listener: RunListener) => void): void;
  /** Throws what listeners threw. */
  throwIfFailed(): void;
}

export function listenersOf(listeners: readonly RunListener[]): Listeners {
  const failures: unknown[] = [];
  return {
    tell(what) {
      for (const listener of listeners)
        try {
          what(listener);
        } catch (error) {
          failures.push(error);
        }
    },
    throwIfFailed() {
      if (failures.length === 0) return;
      const [first] = failures;
      throw new Error(`the run could not be reported: ${first instanceof Error ? first.message : first}`, {
        cause: failures.length === 1 ? first : new AggregateError(failures),
      });
    },
  };
}
