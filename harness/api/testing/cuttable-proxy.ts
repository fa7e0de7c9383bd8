import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Passes connections on to a server, until they are cut. */
export interface CuttableProxy extends AsyncDisposable {
  readonly url: string;
  /** Breaks every connection, and every new one, until it is restored. */
  cut(): void;
  restore(): void;
}

export async function cuttableProxy(server: string): Promise<CuttableProxy> {
  const { hostname, port: target, protocol } = new URL(server);
  const sockets = new Set<Socket>();
  let isCut = false;
  const proxy = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // That the other side has gone is seen when the socket closes.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `${protocol}//127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      cutAll();
    },
    restore() {
      isCut = false;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        cutAll();
      }),
  };
}
