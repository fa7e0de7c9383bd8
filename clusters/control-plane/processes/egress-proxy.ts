import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { type AddressInfo, connect, isIPv4, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** Hands an open connection to the simulation of an address; false when there is none. */
export type ConnectTo = (host: string, port: number, socket: Socket) => boolean;

/**
 * An HTTP CONNECT proxy on a unix socket, where the port is 0, or at a free port of an address. Simulated addresses
 * go to `connectTo`. It dials those of loopback, and refuses all others: nothing leaves this machine.
 */
export async function openEgressProxy(
  at: string | { readonly server: Server | SecureServer; readonly host: string },
  connectTo: ConnectTo,
): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const server = typeof at === 'string' ? createServer() : at.server;
  server.on('request', (_, response) => response.writeHead(405, { allow: 'CONNECT' }).end());
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, socket: Socket, head) => {
    // A caller may go away at any time.
    socket.on('error', () => socket.destroy());
    if (head.length) socket.unshift(head);
    const target = URL.parse(`tcp://${request.url}`);
    if (!target?.hostname || !target.port) return void socket.end(badRequest);
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const port = Number(target.port);
    if (isLoopback(host)) return dial(host, port, socket);

    // Written first, as the handler may take over the socket's handle.
    socket.write(established);
    if (!connectTo(host, port, socket)) socket.destroy();
  });
  if (typeof at === 'string') server.listen(at);
  else server.listen(0, at.host);
  await once(server, 'listening');

  return {
    port: typeof at === 'string' ? 0 : (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const established = 'HTTP/1.1 200 Connection established\r\n\r\n';
const badRequest = 'HTTP/1.1 400 host:port was expected\r\ncontent-length: 0\r\n\r\n';

function dial(host: string, port: number, socket: Socket): void {
  const upstream = connect({ host, port });
  upstream.once('error', (error) => socket.end(`HTTP/1.1 502 ${error.message}\r\ncontent-length: 0\r\n\r\n`));
  upstream.once('connect', () => {
    socket.write(established);
    // Either side may close first; the other is then closed too.
    pipeline(socket, upstream, socket, () => undefined);
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
