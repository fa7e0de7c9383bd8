import { expect } from 'chai';
import { once, unlessAborted } from './lifetime.ts';

const reason = new Error('never mind');
const errorOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);
const forever = new Promise<never>(() => undefined);

describe('unlessAborted', () => {
  it('resolves with what the work does', async () => {
    expect(await unlessAborted(Promise.resolve('done'), new AbortController().signal)).to.equal('done');
  });

  it('rejects with the reason when it is aborted meanwhile', async () => {
    const abort = new AbortController();
    const error = errorOf(unlessAborted(forever, abort.signal));
    abort.abort(reason);
    expect(await error).to.equal(reason);
  });

  it('rejects with the reason when it was aborted before', async () => {
    expect(await errorOf(unlessAborted(forever, AbortSignal.abort(reason)))).to.equal(reason);
  });
});

describe('once', () => {
  it('runs the work at the first call only', async () => {
    let runs = 0;
    const dispose = once(async () => ++runs);
    expect([await dispose(), await dispose()]).to.deep.equal([1, 1]);
  });
});
