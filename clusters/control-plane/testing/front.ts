import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  request,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Exchange {
  readonly seen: Seen;
  readonly answer: ServerResponse;
  /** Lets the registry answer; `cutAfter` bytes of the body the connection breaks, `changed` replaces each piece. */
  forward(how?: { cutAfter?: number; changed?: (piece: Buffer) => Buffer; headers?: IncomingHttpHeaders }): void;
}

export interface Front extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
}

/** A server before a registry that may meddle with each exchange. */
export async function startFront(
  registry: string,
  meddle: (exchange: Exchange) => void,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Front> {
  const seen: Seen[] = [];
  const listener: RequestListener = (incoming, answer) => {
    const { method = '', url: path = '', headers } = incoming;
    const one = { method, path, headers };
    seen.push(one);
    meddle({ seen: one, answer, forward: (how = {}) => forward(registry, { incoming, answer, how }) });
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Forwarding {
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
  readonly how: NonNullable<Parameters<Exchange['forward']>[0]>;
}

function forward(registry: string, { incoming, answer, how }: Forwarding): void {
  const { cutAfter = Number.POSITIVE_INFINITY, changed = (piece) => piece, headers = incoming.headers } = how;
  const onward = request(
    new URL(incoming.url ?? '/', registry),
    { method: incoming.method ?? 'GET', headers },
    (real) => {
      answer.writeHead(real.statusCode ?? 500, real.headers);
      let sent = 0;
      real.on('data', (piece: Buffer) => {
        const rest = changed(piece).subarray(0, cutAfter - sent);
        sent += rest.length;
        // Once what is left is on its way the connection breaks, in the middle of the body.
        answer.write(rest, () => sent >= cutAfter && answer.socket?.destroySoon());
        if (sent >= cutAfter) real.destroy();
      });
      real.on('end', () => answer.end()).on('error', () => answer.destroy());
    },
  );
  onward.on('error', () => answer.destroy());
  incoming.pipe(onward);
}
