import { expect } from 'chai';
import { type ApiClient, ApiError, apiClient, ConnectionError } from './client.ts';
import { persevering } from './persevering.ts';
import { resources } from './resources.ts';
import { type Answer, json, scriptedServer } from './testing/scripted-server.ts';

const closed: Answer = (response) => response.destroy();
const pods = json({ metadata: { resourceVersion: '1' }, items: [] });
const status = (code: number) => json({ kind: 'Status', message: `code ${code}`, code }, code);

describe('persevering', () => {
  for (const [what, answer] of [
    ['a closed connection', closed],
    ['429', status(429)],
    ['503', status(503)],
  ] as const)
    it(`asks again after ${what}`, async () => {
      const { requests, result } = await asking([answer, answer, pods], (api) => api.list(resources.Pod));
      expect(result).to.have.property('items');
      expect(requests).to.have.length(3);
    });

  it('does not ask again what was refused', async () => {
    const { requests, result } = await asking([status(422), pods], (api) => api.list(resources.Pod));
    expect(result).to.be.instanceOf(ApiError);
    expect(requests).to.have.length(1);
  });

  it('does not do twice what may have been done', async () => {
    const { requests, result } = await asking([closed, pods], (api) => api.create(resources.Node, {}));
    expect(result).to.be.instanceOf(ConnectionError);
    expect(requests).to.have.length(1);
  });

  it('gives up in the end', async () => {
    const { requests, result } = await asking([closed], (api) => api.list(resources.Pod), 200);
    expect(result).to.be.instanceOf(ConnectionError);
    expect(requests.length).to.be.within(2, 4);
  });

  it('gets through a restart, creations too', async () => {
    await using server = await scriptedServer({ lists: [pods] });
    await using api = apiClient({ server: server.url });
    const client = persevering(api, { within: 5_000, signal: new AbortController().signal });
    await server.stop();
    const creating = client.create(resources.Node, {});
    setTimeout(() => void server.start(), 150);
    expect(await creating).to.have.property('items');
  });

  it("asks with the run's signal unless told another one", async () => {
    const { signal } = new AbortController();
    const { signal: another } = new AbortController();
    const told: (AbortSignal | undefined)[] = [];
    const api = { request: async (...[, , options]: Parameters<ApiClient['request']>) => told.push(options?.signal) };
    const client = persevering(api as unknown as ApiClient, { within: 0, signal });
    await client.request('GET', '/');
    await client.request('GET', '/', { signal: undefined });
    await client.request('GET', '/', { signal: another });
    expect(told.map((given) => [signal, another].indexOf(given as AbortSignal))).to.deep.equal([0, 0, 1]);
  });

  it('stops when it is aborted', async () => {
    await using server = await scriptedServer({ lists: [closed] });
    await using api = apiClient({ server: server.url });
    const stop = new AbortController();
    const client = persevering(api, { within: 60_000, signal: stop.signal });
    const listing = client.list(resources.Pod).catch((error: Error) => error);
    setTimeout(() => stop.abort(), 100);
    expect(await listing)
      .to.be.an('error')
      .with.property('name', 'AbortError');
  });
});

async function asking(
  lists: readonly Answer[],
  ask: (api: ReturnType<typeof persevering>) => Promise<unknown>,
  within = 5_000,
) {
  await using server = await scriptedServer({ lists });
  await using api = apiClient({ server: server.url });
  const client = persevering(api, { within, signal: new AbortController().signal });
  const result = await ask(client).catch((error: unknown) => error);
  return { requests: server.requests, result };
}
