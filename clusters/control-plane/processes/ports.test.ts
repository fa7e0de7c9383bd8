import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { freePorts } from './ports.ts';

describe('freePorts', () => {
  it('finds two different ports that can be listened on, below those that outgoing connections get', async () => {
    const ports = Object.values(await freePorts());
    expect(new Set(ports).size).to.equal(2);
    for (const port of ports) {
      expect(port).to.be.within(20_000, 32_767);
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
    }
  });
});
