import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { type Authority, type Identity, makeAuthority } from './authority.ts';

describe('makeAuthority', () => {
  let authority: Authority;
  before(async () => {
    authority = await makeAuthority('test');
  });

  it('issues servers certificates that clients accept under the names they answer to', async () => {
    const identity = await authority.issue({ commonName: 'server', answersTo: ['127.0.0.1', 'localhost'] });
    await using server = await listening(identity, authority);
    const socket = connect({ host: server.host, port: server.port, ca: authority.certificate });
    await once(socket, 'secureConnect');
    expect(socket.authorized).to.equal(true);
    socket.destroy();
  });

  it('issues clients certificates with the group and the name that Kubernetes reads', async () => {
    const serving = await authority.issue({ commonName: 'server', answersTo: ['127.0.0.1'] });
    const admin = await authority.issue({ commonName: 'admin', organization: 'system:masters' });
    await using server = await listening(serving, authority);
    const accepted = once(server.server, 'secureConnection') as Promise<[TLSSocket]>;
    const { host, port } = server;
    const socket = connect({ host, port, ca: authority.certificate, cert: admin.certificate, key: admin.key });
    const [client] = await accepted;
    expect(client.authorized).to.equal(true);
    expect(client.getPeerCertificate().subject).to.include({ O: 'system:masters', CN: 'admin' });
    socket.destroy();
  });

  it('does not trust identities of another cluster', async () => {
    const other = await makeAuthority('test');
    const stranger = new X509Certificate((await other.issue({ commonName: 'admin' })).certificate);
    expect(stranger.verify(new X509Certificate(authority.certificate).publicKey)).to.equal(false);
    expect(stranger.verify(new X509Certificate(other.certificate).publicKey)).to.equal(true);
  });
});

async function listening({ certificate, key }: Identity, { certificate: ca }: Authority) {
  const server = createServer({ cert: certificate, key, ca, requestCert: true, rejectUnauthorized: false });
  server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
