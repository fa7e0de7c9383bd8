import { expect } from 'chai';
import { shared } from './trim-pod.ts';

describe('shared', () => {
  it('gives the first object of the same content, and others their own', () => {
    const first = shared({ app: 'web' });
    expect(shared({ app: 'web' })).to.equal(first);
    expect(shared({ app: 'other' })).to.deep.equal({ app: 'other' });
    expect(shared(undefined)).to.equal(undefined);
  });

  it('does not grow for ever', () => {
    const first = shared({ first: true });
    for (let index = 0; index < 2_000; index++) shared({ index });
    expect(shared({ first: true })).not.to.equal(first);
  });
});
