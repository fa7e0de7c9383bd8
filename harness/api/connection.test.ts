import { expect } from 'chai';
import { ApiError, apiClient } from './client.ts';
import type { Connection } from './connection.ts';
import { resources } from './resources.ts';
import { type Answer, json, scriptedServer } from './testing/scripted-server.ts';

const refused = json({ kind: 'Status', status: 'Failure', message: 'Unauthorized' }, 401);
const list = json({ items: [], metadata: { resourceVersion: '1' } });

/** Answers requests with the token, and refuses all others. */
function only(token: () => string): Answer {
  return (response, request) => (request.headers.authorization === token() ? list : refused)(response, request);
}

describe('senderTo', () => {
  it('renews the credentials once for all requests that were refused, and sends these again', async () => {
    await using server = await scriptedServer({ lists: [only(() => 'new')] });
    let renewals = 0;
    let token = 'old';
    await using api = apiClient({
      server: server.url,
      headers: async () => ({ authorization: token }),
      renewed: async () => {
        renewals++;
        token = 'new';
        return {};
      },
    });
    await Promise.all([api.list(resources.Pod), api.list(resources.Node), api.list(resources.Secret)]);
    expect(renewals).to.equal(1);
    expect(server.requests).to.have.length(6);
  });

  const hopeless: Readonly<Record<string, Connection['renewed']>> = {
    'nothing can be renewed': async () => undefined,
    'what was renewed is refused too': async () => ({}),
    'nothing is renewed': undefined,
  };
  for (const [when, renewed] of Object.entries(hopeless))
    it(`rejects with the refusal when ${when}`, async () => {
      await using server = await scriptedServer({ lists: [refused] });
      await using api = apiClient({ server: server.url, ...(renewed && { renewed }) });
      const error = await api.list(resources.Pod).catch((error: unknown) => error);
      expect(error).to.be.instanceOf(ApiError).with.property('code', 401);
    });

  it('prefixes each path with that of the server', async () => {
    await using server = await scriptedServer({ lists: [list] });
    await using api = apiClient({ server: `${server.url}/k8s/clusters/c-1` });
    await api.list(resources.Pod, { namespace: 'default', labelSelector: 'a=b' });
    expect(server.requests).to.deep.equal(['GET /k8s/clusters/c-1/api/v1/namespaces/default/pods?labelSelector=a%3Db']);
  });
});
