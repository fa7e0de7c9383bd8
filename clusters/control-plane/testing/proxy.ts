import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** `GET http://host/path` or `CONNECT host:port`, as they came. */
  readonly asked: readonly string[];
}

/** An HTTP proxy that leads every host there is to one server on loopback. */
export async function startProxy(target: string): Promise<Proxy> {
  const asked: string[] = [];
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, answer) => {
    const { method = '', url = '' } = incoming;
    asked.push(`${method} ${url}`);
    const { pathname, search } = new URL(url);
    const options = { hostname, port, method, path: pathname + search, headers: incoming.headers };
    const onward = request(options, (real) => {
      answer.writeHead(real.statusCode ?? 500, real.headers);
      real.pipe(answer);
    });
    incoming.pipe(onward).on('error', () => answer.destroy());
  });
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connect', ({ url }, client) => {
    asked.push(`CONNECT ${url}`);
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    sockets.add(client).add(onward);
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
