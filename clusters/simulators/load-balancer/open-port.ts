import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export interface OpenPort extends AsyncDisposable {
  /** Where it really listens. */
  readonly port: number;
}

interface PortOptions {
  readonly address: string;
  readonly port: number;
  readonly accept: (socket: Socket) => void;
  /** Listens, or rejects with the system's error; a test puts another in its place. */
  readonly listen?: (server: Server, port: number, address: string) => Promise<void>;
}

/** Where a port below 1024 is opened instead, when this user may not: 80 at 8080. */
const displacement = 8000;

/** Listens on a TCP port of a loopback address; rejects with EADDRINUSE when somebody else does. */
export async function openPort({ address, port, accept, listen = really }: PortOptions): Promise<OpenPort> {
  const connections = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    accept(socket);
  });
  const opened = await listen(server, port, address).then(
    () => port,
    async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EACCES' || port >= 1024) throw error;
      await listen(server, port + displacement, address);
      return port + displacement;
    },
  );
  return {
    port: opened,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of connections) socket.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function really(server: Server, port: number, address: string): Promise<void> {
  server.listen(port, address);
  await once(server, 'listening');
}
