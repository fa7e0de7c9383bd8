import { once } from 'node:events';
import { connect, type Server } from 'node:net';
import { expect } from 'chai';
import { openPort } from './front-end.ts';

/** What the system does for a user who may not open ports below 1024. */
async function unprivileged(server: Server, port: number, address: string): Promise<void> {
  if (port > 0 && port < 1024) throw Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
  server.listen(port, address);
  await once(server, 'listening');
}

const accept = () => undefined;

describe('openPort', () => {
  it('opens another port when this user may not open the one that is asked for', async () => {
    await using opened = await openPort({ address: '127.0.0.77', port: 80, accept, listen: unprivileged });
    expect(opened.port).to.be.at.least(1024);
    const socket = connect(opened.port, '127.0.0.77');
    await once(socket, 'connect');
    socket.destroy();
  });

  it('opens any free port when it is taken', async () => {
    await using first = await openPort({ address: '127.0.0.77', port: 0, accept });
    await using second = await openPort({ address: '127.0.0.77', port: first.port, accept });
    expect(second.port).to.be.within(1024, 65_535).and.not.equal(first.port);
  });

  it('rejects for any other reason', async () => {
    // TEST-NET-1 is nobody's address: https://datatracker.ietf.org/doc/html/rfc5737
    const error = await openPort({ address: '192.0.2.1', port: 8081, accept }).catch((error) => error);
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
    const opened = await openPort({ address: '127.0.0.77', port: 0, accept, listen });
    const socket = connect(opened.port, '127.0.0.77');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await opened[Symbol.asyncDispose]();
    expect(isClosed).to.equal(true);
    await closed;
    await opened[Symbol.asyncDispose]();
  });
});
