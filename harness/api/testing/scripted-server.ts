import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Answers one request. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server on loopback that gives each request the next answer of the script that fits it. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  /** `GET /path?query` of every request, in order. */
  readonly requests: readonly string[];
  /** Breaks every connection and refuses new ones. */
  stop(): Promise<void>;
  /** Listens on the same port again. */
  start(): Promise<void>;
}

export interface Script {
  /** Answers to lists and other plain requests, in order; the last is repeated. */
  readonly lists: readonly Answer[];
  /** Answers to watches, in order; the last is repeated. */
  readonly watches?: readonly Answer[];
}

export async function scriptedServer({ lists, watches = [] }: Script): Promise<ScriptedServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const nextList = inOrder(lists);
  const nextWatch = inOrder(watches);
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const answer = request.url?.includes('watch=true') ? nextWatch() : nextList();
    answer?.(response, request);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  const start = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  await start(0);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, stop, start: () => start(port), [Symbol.asyncDispose]: stop };
}

/** A whole answer. */
export function json(body: unknown, status = 200): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** A watch that sends these pieces of text, a macrotask each, and then stays open, ends, or is cut. */
export function watching(pieces: readonly string[], then: 'stay' | 'end' | 'cut' = 'stay'): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const send = (index: number): void => {
      const piece = pieces[index];
      if (piece !== undefined) response.write(piece, () => setImmediate(send, index + 1));
      else if (then === 'end') response.end();
      else if (then === 'cut') response.destroy();
    };
    send(0);
  };
}

function inOrder<T>(answers: readonly T[]): () => T | undefined {
  let index = 0;
  return () => answers[Math.min(index++, answers.length - 1)];
}
