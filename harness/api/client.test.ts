import { expect } from 'chai';
import {
  type ApiClient,
  ApiError,
  apiClient,
  ConnectionError,
  isConflict,
  isNotFound,
  retrying,
  withUserAgent,
} from './client.ts';
import { resources } from './resources.ts';
import { type Answer, json, scriptedServer } from './testing/scripted-server.ts';

const closed: Answer = (response) => response.destroy();

describe('apiClient', () => {
  it("rejects with the server's words and code", async () => {
    const status = {
      kind: 'Status',
      status: 'Failure',
      message: 'pods "web" not found',
      reason: 'NotFound',
      code: 404,
    };
    const error = await getPod(json(status, 404));
    expect(error).to.be.instanceOf(ApiError).with.property('message', 'pods "web" not found');
    expect(isNotFound(error)).to.equal(true);
    expect(isConflict(error)).to.equal(false);
  });

  for (const [what, body, message] of [
    ['plain text', 'upstream connect error\n', 'upstream connect error'],
    ['JSON that is no Status', 'null', 'null'],
    ['nothing', '', 'the API server answered 502'],
  ] as const)
    it(`takes ${what} for an answer, as a proxy gives it`, async () => {
      const error = await getPod(json(body, 502));
      expect(error).to.be.instanceOf(ApiError).with.property('message', message);
      expect(error).to.have.property('code', 502);
    });

  for (const [what, answer] of [
    ['truncated JSON', json('{"kind":"Pod","metadata":{"na')],
    ['a body that is cut', cut()],
    ['a connection that is closed', closed],
  ] as const)
    it(`rejects with a ConnectionError that names the request, given ${what}`, async () => {
      const error = await getPod(answer);
      expect(error).to.be.instanceOf(ConnectionError);
      expect(error).to.have.property('message').that.includes('GET /api/v1/namespaces/default/pods/web');
      expect(error).to.have.property('cause').that.is.an('error');
    });

  it('rejects with the reason of an aborted signal', async () => {
    await using server = await scriptedServer({ lists: [() => undefined] });
    await using api = apiClient({ server: server.url });
    const stop = new AbortController();
    const listing = api.list(resources.Pod, { signal: stop.signal }).catch((error: unknown) => error);
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await listing).to.equal(reason);
  });

  it('names the component that a request is made for', async () => {
    const seen: (string | undefined)[] = [];
    const answer: Answer = (response, request) => {
      seen.push(request.headers['user-agent']);
      json({ kind: 'Pod' })(response, request);
    };
    await using server = await scriptedServer({ lists: [answer, answer] });
    await using api = apiClient({ server: server.url });
    await api.get(resources.Pod, { name: 'web', namespace: 'default' });
    await withUserAgent(api, 'kubelet').get(resources.Pod, { name: 'web', namespace: 'default' });
    expect(seen).to.deep.equal(['plimsoll', 'kubelet']);
  });

  it('sends server-side apply with its parameters and the headers of the connection', async () => {
    let seen: unknown;
    const answer: Answer = (response, request) => {
      seen = { url: request.url, type: request.headers['content-type'], authorization: request.headers.authorization };
      json({ kind: 'Pod' })(response, request);
    };
    await using server = await scriptedServer({ lists: [answer] });
    await using api = apiClient({ server: server.url, headers: async () => ({ authorization: 'Bearer t' }) });
    const query = { fieldManager: 'plimsoll', force: true, dryRun: undefined };
    await api.patch(resources.Pod, { name: 'web', namespace: 'n' }, { type: 'apply', body: {}, query });
    expect(seen).to.deep.equal({
      url: '/api/v1/namespaces/n/pods/web?fieldManager=plimsoll&force=true',
      type: 'application/apply-patch+yaml',
      authorization: 'Bearer t',
    });
  });

  for (const [answer, accept] of [
    ['metadata', 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'],
    [undefined, 'application/json'],
  ] as const)
    it(`asks for ${answer ?? 'the whole object'} when it patches`, async () => {
      let seen: unknown;
      const patched: Answer = (response, request) => {
        seen = request.headers.accept;
        json({ kind: 'Pod' })(response, request);
      };
      await using server = await scriptedServer({ lists: [patched] });
      await using api = apiClient({ server: server.url });
      const patch = { type: 'merge' as const, body: {}, ...(answer && { answer }) };
      await api.patch(resources.Pod, { name: 'web', namespace: 'n' }, patch);
      expect(seen).to.equal(accept);
    });
});

async function getPod(answer: Answer): Promise<unknown> {
  await using server = await scriptedServer({ lists: [answer] });
  await using api = apiClient({ server: server.url });
  return await api.get(resources.Pod, { name: 'web', namespace: 'default' }).catch((error: unknown) => error);
}

function cut(): Answer {
  return (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"kind":', () => response.destroy());
  };
}

const pods = json({ metadata: { resourceVersion: '1' }, items: [] });
const status = (code: number) => json({ kind: 'Status', message: `code ${code}`, code }, code);

describe('retrying', () => {
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

  it('does not repeat what was refused', async () => {
    const { requests, result } = await asking([status(422), pods], (api) => api.list(resources.Pod));
    expect(result).to.be.instanceOf(ApiError);
    expect(requests).to.have.length(1);
  });

  it('does not repeat what may have been done', async () => {
    const { requests, result } = await asking([closed, pods], (api) => api.create(resources.Node, {}));
    expect(result).to.be.instanceOf(ConnectionError);
    expect(requests).to.have.length(1);
  });

  it('gives up in the end', async () => {
    const { requests, result } = await asking([closed], (api) => api.list(resources.Pod), 200);
    expect(result).to.be.instanceOf(ConnectionError);
    expect(requests.length).to.be.within(2, 4);
  });

  it('survives a restart, also for creations', async () => {
    await using server = await scriptedServer({ lists: [pods] });
    await using api = apiClient({ server: server.url });
    const client = retrying(api, { within: 5_000, signal: new AbortController().signal });
    await server.stop();
    const creating = client.create(resources.Node, {});
    setTimeout(() => void server.start(), 150);
    expect(await creating).to.have.property('items');
  });

  it("asks with the run's signal unless the request has another one", async () => {
    const { signal } = new AbortController();
    const { signal: another } = new AbortController();
    const signals: (AbortSignal | undefined)[] = [];
    const api = {
      request: async (...[, , options]: Parameters<ApiClient['request']>) => signals.push(options?.signal),
    };
    const client = retrying(api as unknown as ApiClient, { within: 0, signal });
    await client.request('GET', '/');
    await client.request('GET', '/', { signal: undefined });
    await client.request('GET', '/', { signal: another });
    expect(signals.map((given) => [signal, another].indexOf(given as AbortSignal))).to.deep.equal([0, 0, 1]);
  });

  it('stops when it is aborted', async () => {
    await using server = await scriptedServer({ lists: [closed] });
    await using api = apiClient({ server: server.url });
    const stop = new AbortController();
    const client = retrying(api, { within: 60_000, signal: stop.signal });
    const listing = client.list(resources.Pod).catch((error: Error) => error);
    setTimeout(() => stop.abort(), 100);
    expect(await listing)
      .to.be.an('error')
      .with.property('name', 'AbortError');
  });
});

async function asking(
  lists: readonly Answer[],
  ask: (api: ReturnType<typeof retrying>) => Promise<unknown>,
  within = 5_000,
) {
  await using server = await scriptedServer({ lists });
  await using api = apiClient({ server: server.url });
  const client = retrying(api, { within, signal: new AbortController().signal });
  const result = await ask(client).catch((error: unknown) => error);
  return { requests: server.requests, result };
}
