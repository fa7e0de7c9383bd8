import type { Clock } from '../../harness/clock.ts';

/** The options of `kubectl logs`. */
export interface LogSelection {
  readonly follow?: boolean;
  readonly tailLines?: number | undefined;
  readonly since?: Date | undefined;
  /** Puts the time, in RFC 3339, before each line. */
  readonly timestamps?: boolean;
  readonly limitBytes?: number | undefined;
  readonly signal?: AbortSignal;
}

/** The kubelet rotates a log at 10 MiB; a simulated container keeps this many lines. */
const keptLines = 10_000;

export type ContainerLog = ReturnType<typeof containerLog>;

/** The output of one run of one container, in memory. */
export function containerLog(clock: Clock) {
  const lines: { readonly at: number; readonly text: string }[] = [];
  let dropped = 0;
  let ended = false;
  let changed: PromiseWithResolvers<void> | undefined;

  function announce(): void {
    changed?.resolve();
    changed = undefined;
  }

  return {
    write(text: string): void {
      lines.push({ at: clock.now().getTime(), text });
      if (lines.length > keptLines) dropped += lines.splice(0, lines.length - keptLines).length;
      announce();
    },
    /** No more lines follow; ends the readers that follow the log. */
    end(): void {
      ended = true;
      announce();
    },
    /** Lines with their ends, oldest first. */
    async *read(selection: LogSelection = {}): AsyncGenerator<string, void> {
      const { follow, tailLines = Number.POSITIVE_INFINITY, since, timestamps, limitBytes, signal } = selection;
      signal?.addEventListener('abort', announce, { once: true });
      let next = dropped + Math.max(0, lines.length - tailLines);
      let left = limitBytes ?? Number.POSITIVE_INFINITY;
      for (;;) {
        for (; next < dropped + lines.length; next++) {
          const line = lines[Math.max(0, next - dropped)];
          if (!line || (since && line.at < since.getTime())) continue;
          const whole = Buffer.from(`${timestamps ? `${new Date(line.at).toISOString()} ` : ''}${line.text}\n`);
          yield whole.subarray(0, left).toString();
          left -= whole.length;
          if (left <= 0) return;
        }
        if (!follow || ended || signal?.aborted) return;
        changed ??= Promise.withResolvers();
        await changed.promise;
      }
    },
  };
}
