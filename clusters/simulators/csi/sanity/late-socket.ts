import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Long enough for a process to get from one statement to the next, however busy the machine is; two connections wait so long. */
const late = 250;

/**
 * A unix socket in front of another that lets each connection through a moment after it was made. csi-sanity asks twice in a row
 * whether its connection is ready (Connect in csi-test's utils/grpcutil.go); one that becomes ready in between, as only a
 * server on the same machine is so fast, it takes for one that never does, and fails a test a minute later.
 */
export async function lateSocket(path: string, to: string): Promise<AsyncDisposable> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    void letThrough(client);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };

  async function letThrough(client: Socket): Promise<void> {
    keep(client);
    await sleep(late);
    const driver = keep(connect(to));
    client.pipe(driver).pipe(client);
  }

  /** What breaks on one side ends the other one. */
  function keep(socket: Socket): Socket {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    return socket;
  }
}
