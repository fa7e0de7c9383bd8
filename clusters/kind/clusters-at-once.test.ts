import { expect } from 'chai';
import { clustersAtOnce } from './clusters-at-once.ts';

describe('clustersAtOnce', () => {
  for (const [instances, clusters] of [
    [64, 1],
    [128, 1],
    [511, 3],
    [512, 3],
    [8192, 3],
  ] as const) {
    it(`is ${clusters} of ${instances} inotify instances`, () => {
      expect(clustersAtOnce(instances)).to.equal(clusters);
    });
  }

  it('is one at least of this machine', () => {
    expect(clustersAtOnce()).to.be.within(1, 3);
  });
});
