import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { openEgressProxy } from './egress-proxy.ts';

const path = join(tmpdir(), `plimsoll-test-${process.pid}.sock`);

describe('openEgressProxy', () => {
  const asked: string[] = [];
  const web = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
  let proxy: AsyncDisposable;

  before(async () => {
    proxy = await openEgressProxy(path, (host, port, socket) => {
      asked.push(`${host}:${port}`);
      return host === '10.0.0.1' && web.emit('connection', socket);
    });
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(async () => {
    await proxy[Symbol.asyncDispose]();
    web.close();
  });

  it('hands a connection to a simulated address to its handler', async () => {
    const { status, socket } = await connectTo('10.0.0.1:10250');
    expect(status).to.equal(200);
    expect(await get(socket)).to.equal('here');
    expect(asked).to.deep.equal(['10.0.0.1:10250']);
  });

  it('closes the connection where the address has no handler', async () => {
    const { socket } = await connectTo('10.0.0.2:10250');
    await once(socket, 'close');
    expect(asked).to.deep.equal(['10.0.0.2:10250']);
  });

  it('dials loopback for real', async () => {
    const { status, socket } = await connectTo(`127.0.0.1:${(web.address() as AddressInfo).port}`);
    expect(status).to.equal(200);
    expect(await get(socket)).to.equal('here');
    expect(asked).to.deep.equal([]);
  });

  it('reports that nothing listens on loopback', async () => {
    const { status, message } = await connectTo('127.0.0.1:1');
    expect(status).to.equal(502);
    expect(message).to.contain('ECONNREFUSED');
  });

  it('leaves an address of the internet alone', async () => {
    const { socket } = await connectTo('93.184.215.14:80');
    await once(socket, 'close');
    expect(asked).to.deep.equal(['93.184.215.14:80']);
  });

  for (const target of ['10.0.0.1:99999', '[fd00::1:443', '10.0.0.1', ':443']) {
    it(`refuses to connect to ${target}, which is no host and port`, async () => {
      const { status, socket } = await connectTo(target);
      socket.resume();
      await once(socket, 'close');
      expect({ status, asked }).to.deep.equal({ status: 400, asked: [] });
    });
  }

  it('takes IPv6 addresses in brackets', async () => {
    const { socket } = await connectTo('[fd00::1]:443');
    await once(socket, 'close');
    expect(asked).to.deep.equal(['fd00::1:443']);
  });
});

async function connectTo(target: string) {
  const asking = request({ socketPath: path, method: 'CONNECT', path: target, headers: { host: target } });
  asking.end();
  const [response, socket] = (await once(asking, 'connect')) as [{ statusCode: number; statusMessage: string }, Socket];
  return { status: response.statusCode, message: response.statusMessage, socket };
}

async function get(socket: Socket): Promise<string> {
  const asking = request({ createConnection: () => socket, path: '/', headers: { connection: 'close' } });
  asking.end();
  const [response] = (await once(asking, 'response')) as [NodeJS.ReadableStream];
  return text(response);
}
