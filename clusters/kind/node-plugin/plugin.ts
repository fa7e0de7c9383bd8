import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Server, ServerCredentials, type sendUnaryData } from '@grpc/grpc-js';
import type { Answer, FromPlugin, Serve, ToPlugin } from './messages.ts';
import { mount, mountPoints, unmount } from './mounts.ts';

/**
 * Runs inside a node and opens the sockets where the kubelet looks for CSI drivers. It passes each call over standard
 * output to the host, where the simulated cloud answers and orders mounts. It ends with its input.
 */
const waiting = new Map<number, sendUnaryData<Buffer>>();
let calls = 0;

function send(message: FromPlugin): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function serve({ servers }: Serve): Promise<void> {
  for (const [index, { socket, methods }] of servers.entries()) {
    await mkdir(dirname(socket), { recursive: true });
    // One that an earlier plugin has left behind.
    await rm(socket, { force: true });
    const server = new Server();
    server.addService(
      Object.fromEntries(
        methods.map((path) => [path, { path, requestStream: false, responseStream: false, ...asItIs }]),
      ),
      Object.fromEntries(methods.map((method) => [method, passedOn(index, method)])),
    );
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }
  send({ kind: 'serving' });
}

const same = (bytes: Buffer) => bytes;
const codecs = ['requestSerialize', 'requestDeserialize', 'responseSerialize', 'responseDeserialize'] as const;
const asItIs = Object.fromEntries(codecs.map((name) => [name, same])) as Record<(typeof codecs)[number], typeof same>;

function passedOn(server: number, method: string) {
  return ({ request }: { readonly request: Buffer }, answer: sendUnaryData<Buffer>) => {
    const call = ++calls;
    waiting.set(call, answer);
    send({ kind: 'call', call, server, method, request: request.toString('base64'), mounts: mountPoints() });
  };
}

function answer({ call, response = '', error }: Answer): void {
  const callback = waiting.get(call);
  waiting.delete(call);
  callback?.(error ?? null, error ? null : Buffer.from(response, 'base64'));
}

async function obey(message: ToPlugin): Promise<void> {
  if (message.kind === 'serve') await serve(message);
  else if (message.kind === 'answer') answer(message);
  else {
    const { order, work } = message;
    try {
      await (work.kind === 'mount' ? mount(work) : unmount(work));
      send({ kind: 'done', order });
    } catch (error) {
      send({ kind: 'done', order, error: (error as Error).message });
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  // Not awaited: mounting goes on while the next call comes.
  obey(JSON.parse(line) as ToPlugin).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
process.exit(0);
