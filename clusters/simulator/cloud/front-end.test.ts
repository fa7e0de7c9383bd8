import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { EndpointSlice, Service } from '../../../harness/kubernetes.ts';
import { openFrontEnd, openPort, throughNode } from './front-end.ts';
import { simulatedNetwork } from './network.ts';

const service = (...ports: { port: number; protocol?: string }[]): Service => ({
  metadata: { name: 'web', namespace: 'shop' },
  spec: { type: 'LoadBalancer', ports },
});
const slice = (...endpoints: { address: string; ready?: boolean }[]): EndpointSlice => ({
  metadata: { namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
  addressType: 'IPv4',
  ports: [{ name: '', port: 80 }],
  endpoints: endpoints.map(({ address, ready }) => ({
    addresses: [address],
    ...(ready !== undefined && { conditions: { ready } }),
  })),
});

describe('openFrontEnd', () => {
  it('hands connections to the ready endpoints in turn', async () => {
    await using front = await opened([
      slice({ address: '10.0.0.4' }, { address: '10.0.0.5', ready: true }, { address: '10.0.0.6', ready: false }),
    ]);
    const answers = [await front.get(), await front.get(), await front.get(), await front.get()];
    expect(answers).to.deep.equal(['10.0.0.4', '10.0.0.5', '10.0.0.4', '10.0.0.5']);
  });

  it('follows the endpoints', async () => {
    const slices = [slice()];
    await using front = await opened(slices);
    expect(await front.get()).to.equal('fetch failed');
    slices[0] = slice({ address: '10.0.0.6' });
    expect(await front.get()).to.equal('10.0.0.6');
  });

  it('hangs up when no server listens at an endpoint', async () => {
    await using front = await opened([slice({ address: '10.0.0.99' })]);
    expect(await front.get()).to.equal('fetch failed');
  });

  it('has a different address for each Service', async () => {
    await using one = await opened([]);
    await using other = await opened([]);
    expect(one.address).to.match(/^127\.\d+\.\d+\.\d+$/);
    expect(one.address).not.to.equal(other.address);
  });

  it('opens TCP ports alone, and closes them', async () => {
    const options = {
      network: simulatedNetwork(),
      slices: () => [],
      service: service({ port: 8080 }, { port: 8053, protocol: 'UDP' }),
    };
    const front = await openFrontEnd(options);
    expect(front.ports.map(({ port }) => port)).to.deep.equal([8080]);
    await front[Symbol.asyncDispose]();
    const error = await fetch(`http://${front.address}:${front.ports[0]?.listening}`).catch(
      ({ cause }: Error) => (cause as NodeJS.ErrnoException).code,
    );
    expect(error).to.equal('ECONNREFUSED');
  });
});

async function opened(slices: EndpointSlice[]) {
  const network = simulatedNetwork();
  for (const address of ['10.0.0.4', '10.0.0.5', '10.0.0.6']) {
    network.listen(
      address,
      80,
      createHttpServer((_, response) => response.end(address)),
    );
  }
  const front = await openFrontEnd({ network, slices: () => slices, service: service({ port: 8080 }) });
  const get = async () => {
    try {
      return await (
        await fetch(`http://${front.address}:${front.ports[0]?.listening}`, { headers: { connection: 'close' } })
      ).text();
    } catch (error) {
      return (error as Error).message;
    }
  };
  return { ...front, get };
}

/** The system's refusal for a user without the right to open ports below 1024. */
async function unprivileged(server: Server, port: number, address: string): Promise<void> {
  if (port > 0 && port < 1024) throw Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
  server.listen(port, address);
  await once(server, 'listening');
}

const accept = () => undefined;

describe('openPort', () => {
  it('opens another port when this user may not open the one that is asked for', async () => {
    await using opened = await openPort('127.0.0.77', 80, accept, unprivileged);
    expect(opened.port).to.be.at.least(1024);
    const socket = connect(opened.port, '127.0.0.77');
    await once(socket, 'connect');
    socket.destroy();
  });

  it('opens any free port when it is taken', async () => {
    await using first = await openPort('127.0.0.77', 0, accept);
    await using second = await openPort('127.0.0.77', first.port, accept);
    expect(second.port).to.be.within(1024, 65_535).and.not.equal(first.port);
  });

  it('rejects for any other reason', async () => {
    // TEST-NET-1 is never routed: https://datatracker.ietf.org/doc/html/rfc5737
    const error = await openPort('192.0.2.1', 8081, accept).catch((error) => error);
    expect(error).to.have.property('code', 'EADDRNOTAVAIL');
  });

  it('closes with connections open', async () => {
    let isClosed = false;
    const listen = async (server: Server) => {
      server.once('close', () => {
        isClosed = true;
      });
      await unprivileged(server, 0, '127.0.0.77');
    };
    const opened = await openPort('127.0.0.77', 0, accept, listen);
    const socket = connect(opened.port, '127.0.0.77');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await opened[Symbol.asyncDispose]();
    expect(isClosed).to.equal(true);
    await closed;
    await opened[Symbol.asyncDispose]();
  });
});

describe('throughNode', () => {
  it('pipes both ways until both sides have ended', async () => {
    await using node = await listening((socket) => {
      void text(socket).then((heard) => socket.end(`heard ${heard}`));
    });
    await using front = await listening((socket) => throughNode(socket, ['127.0.0.1'], node.port));
    const socket = connect({ host: '127.0.0.1', port: front.port, allowHalfOpen: true });
    socket.end('hello');
    expect(await text(socket)).to.equal('heard hello');
  });

  it('hangs up without a node, without its port, and without an answer', async () => {
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
