import { expect } from 'chai';
import type { ApiClient } from '../../../harness/api/client.ts';
import { errorOf } from '../../testing/contract-objects.ts';
import type { Engine } from './engine.ts';
import { pullImage, versionInImage } from './images.ts';

const image = 'example.org/k3s:v1';
const { signal } = new AbortController();

describe('pullImage', function () {
  this.timeout(20_000); // loads testcontainers, on a machine that may be busy
  it('pulls nothing that is there', async () => {
    const lines: string[] = [];
    const engine = engineWith({ exists: () => Promise.resolve(true), pull: () => Promise.reject(new Error('asked')) });
    await pullImage(engine, image, { progress: (line) => lines.push(line), signal });
    expect(lines).to.deep.equal([]);
  });

  it('says which image, why, and what to do', async () => {
    const refused = new Error('(HTTP code 404) unexpected - manifest unknown ');
    const engine = engineWith({ exists: () => Promise.resolve(false), pull: () => Promise.reject(refused) });
    expect(await errorOf(pullImage(engine, image, { progress: () => undefined, signal })))
      .to.have.property('message')
      .that.matches(/^image example\.org\/k3s:v1 cannot be pulled: manifest unknown; .*docker load.*--image$/);
  });

  it('does not take a pull that ended without the image for one that brought it', async () => {
    const engine = engineWith({ exists: () => Promise.resolve(false), pull: () => Promise.resolve() });
    expect(await errorOf(pullImage(engine, image, { progress: () => undefined, signal })))
      .to.have.property('message')
      .that.matches(/^image example\.org\/k3s:v1 cannot be pulled; pull it where/);
  });
});

function engineWith(images: Pick<Engine['client']['image'], 'exists' | 'pull'>): Pick<Engine, 'client'> {
  return { client: { image: images } as Engine['client'] };
}

describe('versionInImage', () => {
  const request = async () => ({ gitVersion: 'v1.37.2+k3s1' });
  const api = { request } as unknown as Pick<ApiClient, 'request'>;

  for (const minor of [undefined, '1.37']) {
    it(`is the API server's when ${minor ?? 'no minor'} was asked for`, async () => {
      expect(await versionInImage(api, minor)).to.equal('1.37.2+k3s1');
    });
  }

  for (const minor of ['1.36', '1.3']) {
    it(`is refused when ${minor} was asked for`, async () => {
      const error = await versionInImage(api, minor).catch((error: Error) => error);
      const version = 'Kubernetes 1.37.2+k3s1';
      const message = `the image holds ${version}, but ${minor} was asked for: name another image, or no minor`;
      expect(error).to.have.property('message', message);
    });
  }
});
