import { expect } from 'chai';
import { type ApiClient, ApiError } from '../api/client.ts';
import { gather } from './gather.ts';
import { pod } from './testing/cluster-of.ts';

type Answer = (path: string, query: Readonly<Record<string, unknown>>) => object;

const forbidden = (path: string) =>
  new ApiError({ kind: 'Status', status: 'Failure', message: `no right to ${path}` }, 403);

function serverOf(answer: Answer): { readonly api: ApiClient; readonly asked: string[] } {
  const asked: string[] = [];
  const request = async (_method: string, path: string, { query = {} } = {}) => {
    asked.push(path);
    return { items: [], metadata: {}, ...answer(path, query) };
  };
  return { api: { request } as unknown as ApiClient, asked };
}

describe('gather', () => {
  it('reads a long list in pieces', async () => {
    const { api } = serverOf((path, query) => {
      if (path !== '/api/v1/pods') return {};
      return query.continue ? { items: [pod('two')] } : { items: [pod('one')], metadata: { continue: 'more' } };
    });
    const { objects } = await gather(api, { namespaces: [] });
    expect(objects.Pod.map(({ metadata }) => metadata?.name)).to.deep.equal(['one', 'two']);
  });

  it('names what may not be read, and goes on without it', async () => {
    const { api } = serverOf((path) => {
      if (path.endsWith('/persistentvolumes')) throw forbidden(path);
      return {};
    });
    const { unknown } = await gather(api, { namespaces: [] });
    expect(unknown).to.deep.equal({
      PersistentVolume: 'persistentvolumes may not be read',
    });
  });

  it('is content with the namespaces in question where others may not be read', async () => {
    const { api } = serverOf((path) => {
      if (path === '/api/v1/namespaces/shop/pods') return { items: [pod('web')] };
      if (/^\/api\/v1\/(pods|events|persistentvolumeclaims)$/.test(path)) throw forbidden(path);
      return {};
    });
    const { objects, unknown } = await gather(api, { namespaces: ['shop'] });
    expect(objects.Pod).to.have.lengthOf(1);
    expect(unknown).to.deep.equal({ Pod: 'pods of other namespaces may not be read' });
  });

  it('never asks for Secrets', async () => {
    const { api, asked } = serverOf(() => ({}));
    await gather(api, { namespaces: ['shop'] });
    expect(asked.filter((path) => /secrets|configmaps/.test(path))).to.deep.equal([]);
    expect(asked).to.include('/api/v1/nodes');
  });

  it('rejects when the server rejects the credentials', async () => {
    const { api } = serverOf(() => {
      throw new ApiError({ kind: 'Status', status: 'Failure', message: 'Unauthorized' }, 401);
    });
    const error = await gather(api, { namespaces: [] }).catch((cause) => cause);
    expect(error).to.be.instanceOf(ApiError);
  });
});
