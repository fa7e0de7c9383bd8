import { randomInt } from 'node:crypto';
import type { Network } from './network.ts';
import { throughNode } from './node-port.ts';
import { type OpenPort, openPort } from './open-port.ts';
import { type EndpointSlice, readyEndpoints, type Service, type ServicePort } from './service.ts';

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
