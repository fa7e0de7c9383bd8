import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import type { Service } from '../../kubernetes.ts';
import type { HttpAnswer } from '../../vocabulary/expectation.ts';
import { prober } from './probes.ts';

const page = { service: 'web', port: 80, path: '/' };

describe('prober', () => {
  it('asks at the address and port of the Service repeatedly, and notifies of new answers only', async () => {
    let asked = 0;
    await using asking = await start((_, response) => response.end(asked++ < 3 ? 'starting' : 'welcome'));
    expect(await asking.next()).to.deep.equal({ status: 200, body: 'starting' });
    expect(await asking.next()).to.deep.equal({ status: 200, body: 'welcome' });
    expect(asked).to.be.greaterThan(3);
    expect(asking.answers()).to.equal(2);
  });

  it('asks once however many expectations ask', async () => {
    let asked = 0;
    await using asking = await start((_, response) => response.end(String(asked++ > 0)));
    asking.probes.ask([page, page]);
    await asking.next();
    expect(asked).to.equal(1);
  });

  it('has no answer while the Service has no address', async () => {
    using probes = prober({ service: () => undefined, answered: () => expect.fail('an unexpected answer') });
    probes.ask([page]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(probes.answer(page)).to.equal(undefined);
  });

  it('answers with the error of a connection that is refused', async () => {
    await using asking = await start((_, response) => response.end());
    await asking.next();
    asking.close();
    expect(await asking.next())
      .to.have.property('error')
      .that.matches(/^GET http:\/\/127\.0\.0\.1:\d+\/: .*ECONNREFUSED/);
  });

  it('answers with the error of an invalid address', async () => {
    const service = { status: { loadBalancer: { ingress: [{ hostname: 'no host' }] } } } as unknown as Service;
    const answered = Promise.withResolvers<void>();
    using probes = prober({ service: () => service, answered: answered.resolve });
    probes.ask([page]);
    await answered.promise;
    expect(probes.answer(page)).to.deep.equal({ error: 'GET http://no host:80/: Invalid URL' });
  });

  it('takes a page that never ends up to 64 KiB', async () => {
    const endless: RequestListener = (_, response) => {
      const write = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', write);
      write();
    };
    await using asking = await start(endless);
    expect(await asking.next())
      .to.have.property('body')
      .that.has.length(64 * 1024);
  });

  it('opens a connection for each request, like a new visitor', async () => {
    const ports = new Set<number | undefined>();
    await using asking = await start((request, response) => {
      ports.add(request.socket.remotePort);
      response.end(String(ports.size));
    });
    await asking.next();
    await asking.next();
    expect(ports.size).to.equal(2);
  });
});

async function start(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const service = {
    metadata: { annotations: { 'plimsoll.dev/listening-port': String(port) } },
    status: { loadBalancer: { ingress: [{ ip: '127.0.0.1' }] } },
  } as unknown as Service;
  const news = new PassThrough();
  let answers = 0;
  const probes = prober({
    service: (name) => (name === 'web' ? service : undefined),
    answered: () => {
      answers++;
      news.emit('answer');
    },
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  probes.ask([page]);
  return {
    probes,
    close,
    answers: () => answers,
    async next(): Promise<HttpAnswer | undefined> {
      await once(news, 'answer');
      return probes.answer(page);
    },
    async [Symbol.asyncDispose]() {
      probes[Symbol.dispose]();
      close();
    },
  };
}
