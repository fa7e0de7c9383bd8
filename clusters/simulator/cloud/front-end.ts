import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { EndpointSlice, Service } from '../../../harness/kubernetes.ts';
import { readyEndpoints } from './balanced-service.ts';
import type { Network } from './network.ts';

/** The open ports of one Service's address. */
export interface FrontEnd extends AsyncDisposable {
  readonly address: string;
  /** Ports of the Service and the ports that really listen. */
  readonly ports: readonly { readonly port: number; readonly listening: number }[];
}

interface FrontEndOptions {
  readonly network: Network;
  readonly service: Service;
  readonly slices: () => Iterable<EndpointSlice>;
  /** Addresses of real nodes, whose kube-proxies reach pods outside the simulated network. */
  readonly nodes?: () => readonly string[];
  /** Its earlier address; a random one of loopback when absent. */
  readonly address?: string | undefined;
}

/**
 * Opens the TCP ports of a Service on its own loopback address. Each connection goes to the next ready endpoint; it is
 * dropped without one, or when no server listens there.
 */
export async function openFrontEnd({
  network,
  service,
  slices,
  nodes = () => [],
  address = loopbackAddress(),
}: FrontEndOptions): Promise<FrontEnd> {
  await using undo = new AsyncDisposableStack();
  const ports = [];
  for (const wanted of service.spec?.ports ?? []) {
    if ((wanted.protocol ?? 'TCP') !== 'TCP') continue;
    let turn = 0;
    const opened = undo.use(
      await openPort(address, wanted.port, (socket) => {
        socket.on('error', () => socket.destroy());
        const endpoints = readyEndpoints(slices(), service, wanted);
        const next = endpoints[turn++ % endpoints.length];
        if (!next) socket.destroy();
        else if (!network.connect(next.address, next.port, socket)) throughNode(socket, nodes(), wanted.nodePort);
      }),
    );
    ports.push({ port: wanted.port, listening: opened.port });
  }
  const open = undo.move();
  return { address, ports, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

/** An address in 127.0.0.0/8 outside the part that programs use by habit. */
function loopbackAddress(): string {
  return `127.${randomInt(64, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
}

/** Added to a port below 1024 for the second try: 8080 for 80. */
const displacement = 8000;

/**
 * Listens on a TCP port of a loopback address. When this user may not open it, or another program has it on all
 * addresses, another port listens instead: 8080 for 80, or any free one. Tests replace `listen`.
 */
export async function openPort(address: string, port: number, accept: (socket: Socket) => void, listen = listenOn) {
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
    /** The port that really listens. */
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose](): Promise<void> {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

async function listenOn(server: Server, port: number, address: string): Promise<void> {
  server.listen(port, address);
  await once(server, 'listening');
}

/**
 * Pipes a connection to a random node's port, as clouds' balancers do; kube-proxy chooses the pod. The connection is
 * dropped without a node, without a node port, or when no server answers.
 */
export function throughNode(socket: Socket, nodes: readonly string[], port: number | undefined): void {
  const host = nodes[Math.floor(Math.random() * nodes.length)];
  if (!host || !port) {
    socket.destroy();
    return;
  }
  const upstream = connect({ host, port, allowHalfOpen: true });
  upstream.on('error', () => socket.destroy());
  socket.on('error', () => upstream.destroy());
  socket.once('close', () => upstream.destroy());
  upstream.once('close', () => socket.destroy());
  socket.pipe(upstream).pipe(socket);
}
