import { expect } from 'chai';
import { errorOf } from '../testing/contract-objects.ts';
import { unlessAborted } from './unless-aborted.ts';

const reason = new Error('never mind');
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
