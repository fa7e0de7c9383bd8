import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { layersOf } from './layers.ts';
import { openConnections, registryAddress } from './registry-address.ts';
import { openRepository } from './repository.ts';

const megabyte = 1024 * 1024;

describe('layersOf', () => {
  it('stops reading a manifest that is larger than a registry may have', async () => {
    let sent = 0;
    const server = createServer(
      (_, response) =>
        void Readable.from(endless())
          .on('error', () => undefined)
          .pipe(response),
    );
    function* endless() {
      for (; sent < 64; sent++) yield Buffer.alloc(megabyte, ' ');
    }
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connections = openConnections();
    const { port } = server.address() as AddressInfo;
    const repository = openRepository('etcd', registryAddress(`http://127.0.0.1:${port}`), connections);
    const options = { architecture: 'amd64', signal: AbortSignal.any([]) } as const;
    const error = await layersOf(repository, 'v1', options).catch((cause: Error) => cause);
    await connections.destroy();
    server.close();
    expect((error as Error).message).to.match(/manifest v1 is larger than 4194304 bytes$/);
    expect(sent).to.be.lessThan(32);
  });
});
