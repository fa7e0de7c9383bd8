import { once } from 'node:events';
import { createServer as httpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { simulatedNetwork } from './network.ts';

describe('simulatedNetwork', () => {
  it('hands out the lowest free address from the fourth on', () => {
    const network = simulatedNetwork();
    expect([1, 2, 3].map(() => network.allocate('10.241.0.0/16'))).to.deep.equal([
      '10.241.0.4',
      '10.241.0.5',
      '10.241.0.6',
    ]);
    network.release('10.241.0.5');
    network.release('10.241.0.5');
    expect(network.allocate('10.241.0.0/16')).to.equal('10.241.0.5');
    expect(network.allocate('10.241.0.0/16')).to.equal('10.241.0.7');
  });

  it('goes on behind .255', () => {
    const network = simulatedNetwork();
    for (let n = 0; n < 252; n++) network.allocate('10.224.0.0/16');
    expect(network.allocate('10.224.0.0/16')).to.equal('10.224.1.0');
  });

  it('reports an exhausted subnet', () => {
    const network = simulatedNetwork();
    for (let n = 0; n < 3; n++) network.allocate('10.0.0.0/29');
    expect(() => network.allocate('10.0.0.0/29')).to.throw('subnet 10.0.0.0/29 has no free address left (3 are taken)');
  });

  for (const wrong of ['10.241.0.0', '10.241.0.1/16', '300.0.0.0/8', '10.0.0.0/31', '']) {
    it(`refuses "${wrong}" as a subnet`, () => {
      expect(() => simulatedNetwork().allocate(wrong)).to.throw('expected a subnet');
    });
  }

  it('connects a socket to the listener, until the port is closed', async () => {
    const network = simulatedNetwork();
    const web = httpServer((_, response) => response.end('hello'));
    const door = createServer((socket: Socket) => {
      if (!network.connect('10.0.0.4', 80, socket)) socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(door, 'listening');
    const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/`;
    const headers = { connection: 'close' };
    try {
      const port = network.listen('10.0.0.4', 80, web);
      expect(await (await fetch(url, { headers })).text()).to.equal('hello');
      expect(() => network.listen('10.0.0.4', 80, web)).to.throw('10.0.0.4:80');
      port[Symbol.dispose]();
      expect(await fetch(url, { headers }).catch((error: Error) => error.message)).to.equal('fetch failed');
    } finally {
      door.close();
    }
  });
});
