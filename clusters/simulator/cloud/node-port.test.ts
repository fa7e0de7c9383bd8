import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { throughNode } from './front-end.ts';

describe('throughNode', () => {
  it('hands what is said on both ways, until both have said all', async () => {
    await using node = await listening((socket) => {
      void text(socket).then((heard) => socket.end(`heard ${heard}`));
    });
    await using front = await listening((socket) => throughNode(socket, ['127.0.0.1'], node.port));
    const socket = connect({ host: '127.0.0.1', port: front.port, allowHalfOpen: true });
    socket.end('hello');
    expect(await text(socket)).to.equal('heard hello');
  });

  it('hangs up when no node is there, when it has no such port, and when nobody answers', async () => {
    await using closed = await listening(() => undefined);
    const { port } = closed;
    await closed[Symbol.asyncDispose]();
    for (const [nodes, where] of [
      [[], 80],
      [['127.0.0.1'], undefined],
      [['127.0.0.1'], port],
    ] as const) {
      await using front = await listening((socket) => throughNode(socket, nodes, where));
      const socket = connect({ host: '127.0.0.1', port: front.port });
      expect(await text(socket)).to.equal('');
    }
  });
});

async function listening(accept: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    accept(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
