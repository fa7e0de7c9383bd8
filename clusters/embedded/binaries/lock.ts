import { createHash } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Holds the only right to make one thing on this machine, until disposed.
 * The lock is a socket in Linux's abstract namespace: it has no file, and the kernel drops it when its holder dies.
 */
export async function holdLock(
  what: string,
  { waiting, signal }: { waiting: () => void; signal: AbortSignal },
): Promise<AsyncDisposable> {
  const path = `\0plimsoll-${createHash('sha256').update(what).digest('hex')}`;
  for (let told = false; ; ) {
    signal.throwIfAborted();
    const held = await tryToHold(path);
    if (held) return held;
    if (!told) waiting();
    told = true;
    await untilReleased(path, signal);
  }
}

async function tryToHold(path: string): Promise<AsyncDisposable | undefined> {
  const waiters = new Set<Socket>();
  const server: Server = createServer((waiter) => {
    waiters.add(waiter);
    // A waiter that gives up resets its connection: nothing to us.
    waiter.on('error', () => {}).on('close', () => waiters.delete(waiter));
  });
  const held = await new Promise<boolean>((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(path, () => resolve(true));
  });
  if (!held) return undefined;
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const waiter of waiters) waiter.destroy();
      await closed;
    },
  };
}

/** The holder keeps every connection open: its end is the lock's. */
async function untilReleased(path: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return; // its listeners would never be told
  const socket = connect(path);
  const giveUp = () => socket.destroy();
  signal.addEventListener('abort', giveUp);
  // An error says that nobody listens any more, and 'close' follows it.
  await new Promise((resolve) =>
    socket
      .on('error', () => {})
      .on('close', resolve)
      .resume(),
  );
  signal.removeEventListener('abort', giveUp);
}
