/** What is to be done, and whether nothing else may be done meanwhile. */
export interface Job {
  readonly exclusive: boolean;
  run(): Promise<void>;
}

interface Scheduling {
  /** How many at once. */
  readonly concurrency: number;
  /** Resolves when what finished jobs changed is as it was; awaited before each exclusive job. What they made may go away later. */
  readonly restored: () => Promise<void>;
  /** Told when two jobs at most are left beside exclusive ones: few jobs wait more than they work. */
  readonly fewLeft?: (() => void) | undefined;
  /** Once aborted, no job is begun any more. */
  readonly signal: AbortSignal;
}

const few = 2;

/**
 * Runs jobs in their order, several at once; then the exclusive ones, each alone. Rejects with what the first failed job threw, once
 * nothing runs any more that could miss what is then taken away.
 */
export async function schedule(
  jobs: readonly Job[],
  { concurrency, restored, fewLeft, signal }: Scheduling,
): Promise<void> {
  const shared = jobs.filter(({ exclusive }) => !exclusive);
  const next = shared.values();
  let left = shared.length;
  if (left <= few) fewLeft?.();
  const work = async () => {
    for (const job of next) {
      if (signal.aborted) return;
      await job.run();
      if (left-- === few + 1) fewLeft?.();
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const worker of ended) if (worker.status === 'rejected') throw worker.reason;

  const exclusive = jobs.filter((job) => job.exclusive);
  for (const job of exclusive) {
    await restored();
    if (signal.aborted) return;
    await job.run();
  }
}
