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
  /** Told when all jobs are over but exclusive ones, which wait more than they work. */
  readonly exclusiveOnly?: (() => void) | undefined;
  /** Once aborted, no job is begun any more. */
  readonly signal: AbortSignal;
}

/**
 * Runs jobs in their order, several at once; then the exclusive ones, each alone. Rejects with what the first failed job threw, once
 * nothing runs any more that could miss what is then taken away.
 */
export async function schedule(
  jobs: readonly Job[],
  { concurrency, restored, exclusiveOnly, signal }: Scheduling,
): Promise<void> {
  const shared = jobs.filter(({ exclusive }) => !exclusive).values();
  const work = async () => {
    for (const job of shared) {
      if (signal.aborted) return;
      await job.run();
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const worker of ended) if (worker.status === 'rejected') throw worker.reason;

  const exclusive = jobs.filter((job) => job.exclusive);
  if (exclusive.length > 0) exclusiveOnly?.();
  for (const job of exclusive) {
    await restored();
    if (signal.aborted) return;
    await job.run();
  }
}
