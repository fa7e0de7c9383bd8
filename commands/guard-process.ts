/** Keeps what goes wrong with this very process from looking like a cluster that does not conform. */
export function guardProcess(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever read our output has seen enough (`plimsoll list | head`).
      if (error.code !== 'EPIPE') throw error;
    });

  // Node's own exit code for it is that of a cluster that does not conform.
  process.on('uncaughtException', async (error) => {
    process.exit((await import('./explain-error.ts')).explain(error));
  });
}
