import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import { checkOwned } from './check-owned.ts';

describe('checkOwned', () => {
  const context = (server: string) => ({ name: 'stage', file: '/home/me/.kube/config', cluster: { server }, user: {} });
  const local = context('https://127.0.0.1:6443');
  const remote = context('https://stage.example.com');

  it('lets a cluster on this machine pass, and another that is named twice', () => {
    for (const [chosen, own] of [
      [local, undefined],
      [local, 'stage'],
      [remote, 'stage'],
    ] as const)
      expect(() => checkOwned(chosen, own)).not.to.throw();
  });

  it('refuses one elsewhere that is named once, and says how to name it twice', () => {
    expect(() => checkOwned(remote, undefined)).to.throw(
      BadInputError,
      /^\/home\/me\/.kube\/config: context "stage" is of https:\/\/stage.example.com, which is not on this machine.*--context stage --i-own-this-cluster stage$/,
    );
  });

  for (const chosen of [local, remote])
    it(`refuses two different names, for ${chosen.cluster.server} too`, () => {
      expect(() => checkOwned(chosen, 'production')).to.throw(
        BadInputError,
        '--context names "stage" and --i-own-this-cluster names "production": expected the same context twice',
      );
    });
});
