import type { Listeners } from './listeners.ts';

/** What scenarios wait for, which changes far more often than anybody could read. */
export interface Waits extends Disposable {
  begin(id: string): void;
  /** Ignored unless the scenario is between its beginning and its end: cleaning up waits too. */
  waits(id: string, summary: string): void;
  end(id: string): void;
}

/** Tells listeners what has changed, every so many milliseconds. */
export function waitsToldTo(listeners: Listeners, milliseconds = 300): Waits {
  const running = new Map<string, { summary?: string; told?: string }>();
  const tell = () => {
    for (const [id, waiting] of running) {
      const { summary, told } = waiting;
      if (summary === undefined || summary === told) continue;
      waiting.told = summary;
      listeners.tell((listener) => listener.scenarioWaiting?.(id, summary));
    }
  };
  const timer = setInterval(tell, milliseconds).unref();
  return {
    begin: (id) => void running.set(id, {}),
    waits(id, summary) {
      const waiting = running.get(id);
      if (waiting) waiting.summary = summary;
    },
    end: (id) => void running.delete(id),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
