import { createHash } from 'node:crypto';
import { addAbortListener } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';

/**
 * Holds an exclusive lock on this machine until disposed. On Linux it is a socket in the abstract namespace: it has no
 * file, and the kernel drops it when its holder dies. Elsewhere it is a port of loopback, which others may have.
 */
export async function holdLock(
  what: string,
  {
    waiting,
    signal,
    platform = process.platform,
  }: { waiting: () => void; signal: AbortSignal; platform?: NodeJS.Platform },
): Promise<AsyncDisposable> {
  const at = addressOf(what, platform);
  for (let reported = false; ; ) {
    signal.throwIfAborted();
    const held = await tryToHold(at);
    if (held) return held;
    if (!reported) waiting();
    reported = true;
    await untilReleased(at, signal);
  }
}

/** Below 32768 no system gives a port to outgoing connections. */
const firstPort = 20_000;
const ports = 12_768;

function addressOf(what: string, platform: NodeJS.Platform): NetConnectOpts {
  const hash = createHash('sha256').update(what).digest();
  if (platform === 'linux') return { path: `\0plimsoll-${hash.toString('hex')}` };
  return { host: '127.0.0.1', port: firstPort + (hash.readUInt32BE() % ports) };
}

async function tryToHold(at: NetConnectOpts): Promise<AsyncDisposable | undefined> {
  const waiters = new Set<Socket>();
  const server: Server = createServer((waiter) => {
    waiters.add(waiter);
    // A waiter that gives up resets its connection.
    waiter.on('error', () => {}).on('close', () => waiters.delete(waiter));
  });
  const held = await new Promise<boolean>((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(at, () => resolve(true));
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
async function untilReleased(at: NetConnectOpts, signal: AbortSignal): Promise<void> {
  const socket = connect(at);
  using _aborting = addAbortListener(signal, () => socket.destroy());
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  // An error means that the holder is gone; 'close' follows it.
  socket.on('error', () => {}).on('close', () => resolve());
  socket.resume();
  await closed;
}
