import { createServer } from 'node:http';
import { expect } from 'chai';
import type { EndpointSlice, Service } from './balanced-service.ts';
import { openFrontEnd } from './front-end.ts';
import { simulatedNetwork } from './network.ts';

const service = (...ports: { port: number; protocol?: string }[]): Service => ({
  metadata: { name: 'web', namespace: 'shop' },
  spec: { type: 'LoadBalancer', ports },
});
const slice = (...endpoints: { address: string; ready?: boolean }[]): EndpointSlice => ({
  metadata: { namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
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

  it('hangs up when nobody listens at an endpoint', async () => {
    await using front = await opened([slice({ address: '10.0.0.99' })]);
    expect(await front.get()).to.equal('fetch failed');
  });

  it('has an address of its own for each Service', async () => {
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
      createServer((_, response) => response.end(address)),
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
