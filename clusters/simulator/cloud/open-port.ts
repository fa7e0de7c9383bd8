import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

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

/** Where a port below 1024 is tried next: 80 at 8080. */
const displacement = 8000;

/**
 * Listens on a TCP port of a loopback address. When this user may not open it, or another program has it on all addresses, it
 * is opened elsewhere: 80 at 8080, or at any free port.
 */
export async function openPort({ address, port, accept, listen = really }: PortOptions): Promise<OpenPort> {
  const connections = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    accept(socket);
  });
  for (const candidate of [port, ...(port < 1024 ? [port + displacement] : []), 0]) {
    try {
      await listen(server, candidate, address);
      break;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['EACCES', 'EADDRINUSE'].includes(code) || candidate === 0) throw error;
    }
  }
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

async function really(server: Server, port: number, address: string): Promise<void> {
  server.listen(port, address);
  await once(server, 'listening');
}
