import { expect } from 'chai';
import type { ApiClient } from '../../../harness/api/client.ts';
import { versionInImage } from './version-in-image.ts';

describe('versionInImage', () => {
  const request = async () => ({ gitVersion: 'v1.37.2+k3s1' });
  const api = { request } as unknown as Pick<ApiClient, 'request'>;

  for (const minor of [undefined, '1.37']) {
    it(`is what the API server tells when ${minor ?? 'no minor'} was asked for`, async () => {
      expect(await versionInImage(api, minor)).to.equal('1.37.2+k3s1');
    });
  }

  for (const minor of ['1.36', '1.3']) {
    it(`is refused when ${minor} was asked for`, async () => {
      const error = await versionInImage(api, minor).catch((error: Error) => error);
      const message = `the image holds Kubernetes 1.37.2+k3s1, but ${minor} was asked for: name another image, or no minor`;
      expect(error).to.have.property('message', message);
    });
  }
});
