import { expect } from 'chai';
import type { ClusterProvider, StartOptions } from '../harness/cluster.ts';
import { errorOf } from './testing/contract-objects.ts';

/** The same kind of provider, set up so that it cannot start, and what its error must then say. */
export interface Failing {
  readonly provider: ClusterProvider;
  readonly says: RegExp;
}

/** What every kind of cluster must do when it does not start, and what can be tested where none can be had. */
export function describeFailures(provider: ClusterProvider, failing: Failing, options: StartOptions = asked()): void {
  describe(`provider ${provider.name}`, () => {
    it('says why it could not start', async () => {
      const error = await errorOf(failing.provider.start(options));
      expect(error).to.be.instanceOf(Error);
      // Whole, which chai would shorten.
      const { message } = error as Error;
      expect(message, message).to.match(failing.says);
    });

    it('gives up with the reason of the signal', async () => {
      const reason = new Error('never mind');
      const abort = new AbortController();
      const started = errorOf(
        provider.start({ ...options, progress: () => abort.abort(reason), signal: abort.signal }),
      );
      expect(await started).to.equal(reason);
    });
  });
}

/** What a start is asked for where nothing special is. */
export function asked(kubernetes?: string): StartOptions {
  return {
    ...(kubernetes && { kubernetes }),
    pace: 1,
    progress: () => undefined,
    signal: new AbortController().signal,
  };
}
