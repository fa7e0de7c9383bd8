import { expect } from 'chai';
import type { ApiClient } from '../../harness/api/client.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { readVersion } from './check-cluster.ts';

async function read(gitVersion: string, wanted?: string) {
  const progress: string[] = [];
  const api = { request: async () => ({ gitVersion }) } as unknown as ApiClient;
  const context = { name: 'stage', file: 'config', cluster: { server: 'https://stage' }, user: {} };
  const { signal } = new AbortController();
  const version = await readVersion(api, context, {
    ...(wanted && { kubernetes: wanted }),
    ...{ pace: 1, signal, progress: (line) => progress.push(line) },
  });
  return { version, progress };
}

describe('readVersion', () => {
  it('takes the version as vendors write it', async () => {
    expect(await read('v1.36.4-eks-1a2b3c4', '1.36')).to.deep.equal({ version: '1.36.4-eks-1a2b3c4', progress: [] });
  });

  it('reports a minor that is not tested, and goes on', async () => {
    const { version, progress } = await read('v1.29.1');
    expect(version).to.equal('1.29.1');
    expect(progress).to.deep.equal([
      'Plimsoll is tested with Kubernetes 1.37, 1.36, 1.35, 1.34; it goes on with 1.29.1',
    ]);
  });

  it('refuses another minor than was asked for', async () => {
    expect(await errorOf(read('v1.36.4', '1.37')))
      .to.be.an('error')
      .with.property('message', 'context "stage" has Kubernetes 1.36.4; 1.37 was asked for');
  });
});
