import { expect } from 'chai';
import { faultsInOrder } from './errors.ts';

const disposing = (what: string): AsyncDisposable => ({
  [Symbol.asyncDispose]: () => Promise.reject(new Error(`${what} cannot be removed`)),
});

describe('faultsInOrder', () => {
  it('has what failed before what failed while it was undone', async () => {
    const fail = async () => {
      await using _directory = disposing('the directory');
      await using _container = disposing('the container');
      throw new Error('no space left');
    };
    const error = await fail().catch((cause: unknown) => cause);
    expect(faultsInOrder(error).map((fault) => (fault as Error).message)).to.deep.equal([
      'no space left',
      'the container cannot be removed',
      'the directory cannot be removed',
    ]);
  });

  it('is the error itself where nothing had to be undone, or all could be', () => {
    const error = new Error('no space left');
    expect(faultsInOrder(error)).to.deep.equal([error]);
  });
});
