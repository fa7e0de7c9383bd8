import { expect } from 'chai';
import type { ApiClient } from '../../harness/api/client.ts';
import { errorOf } from '../testing/contract-objects.ts';
import { readVersion } from './read-version.ts';

async function read(gitVersion: string, wanted?: string) {
  const told: string[] = [];
  const api = { request: async () => ({ gitVersion }) } as unknown as ApiClient;
  const context = { name: 'stage', file: 'config', cluster: { server: 'https://stage' }, user: {} };
  const { signal } = new AbortController();
  const version = await readVersion(api, { context, wanted, signal, progress: (line) => told.push(line) });
  return { version, told };
}

describe('readVersion', () => {
  it('takes the version as vendors write it', async () => {
    expect(await read('v1.36.4-eks-1a2b3c4', '1.36')).to.deep.equal({ version: '1.36.4-eks-1a2b3c4', told: [] });
  });

  it('says that a minor is none that was tested, and goes on', async () => {
    const { version, told } = await read('v1.29.1');
    expect(version).to.equal('1.29.1');
    expect(told).to.deep.equal([
      'Kubernetes 1.29.1 is none that Plimsoll is tested with (1.37, 1.36, 1.35, 1.34); it is tried all the same',
    ]);
  });

  it('refuses another minor than was asked for', async () => {
    expect(await errorOf(read('v1.36.4', '1.37')))
      .to.be.an('error')
      .with.property('message', 'context "stage" has Kubernetes 1.36.4; 1.37 was asked for');
  });
});
