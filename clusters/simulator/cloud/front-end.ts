import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type EndpointSlice, readyEndpoints, type Service, type ServicePort } from './balanced-service.ts';
import type { Network } from './network.ts';

/** The open ports of one Service's address. */
export interface FrontEnd extends AsyncDisposable {
  readonly address: string;
  /** Ports of the Service and where they are really open. */
  readonly ports: readonly { readonly port: number; readonly listening: number }[];
}

interface FrontEndOptions {
  readonly network: Network;
  readonly service: Service;
  /** As they are now, each time that it is asked. */
  readonly slices: () => Iterable<EndpointSlice>;
  /** Addresses of real nodes, whose kube-proxies know the way to what is not in the simulated network. */
  readonly nodes?: () => readonly string[];
  /** One that it had before; any of loopback's otherwise. */
  readonly address?: string | undefined;
}

/**
 * Opens the TCP ports of a Service on a loopback address of its own. Each connection goes to the next of the endpoints that
 * are ready; it is dropped when there is none, or when nobody listens there.
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
  for (const wanted of tcpPorts(service)) {
    let turn = 0;
    const opened: OpenPort = undo.use(
      await openPort({
        address,
        port: wanted.port,
        accept(socket) {
          socket.on('error', () => socket.destroy());
          const endpoints = readyEndpoints(slices(), service, wanted);
          const next = endpoints[turn++ % endpoints.length];
          if (!next) socket.destroy();
          else if (!network.connect(next.address, next.port, socket)) throughNode(socket, nodes(), wanted.nodePort);
        },
      }),
    );
    ports.push({ port: wanted.port, listening: opened.port });
  }
  const open = undo.move();
  return { address, ports, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

function tcpPorts({ spec }: Service): ServicePort[] {
  return (spec?.ports ?? []).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
}

/** Anything in 127.0.0.0/8 but the part that programs use by habit. */
function loopbackAddress(): string {
  return `127.${randomInt(64, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
}

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

/**
 * Hands a connection to one of the nodes at a Service's node port, as clouds' balancers do; which pod answers is kube-proxy's
 * choice. It is dropped when there is no node, no such port, or nobody answers there.
 */
export function throughNode(socket: Socket, nodes: readonly string[], port: number | undefined): void {
  const host = nodes[Math.floor(Math.random() * nodes.length)];
  if (!host || !port) {
    socket.destroy();
    return;
  }
  const way = connect({ host, port, allowHalfOpen: true });
  way.on('error', () => socket.destroy());
  socket.on('error', () => way.destroy());
  socket.once('close', () => way.destroy());
  way.once('close', () => socket.destroy());
  socket.pipe(way).pipe(socket);
}
