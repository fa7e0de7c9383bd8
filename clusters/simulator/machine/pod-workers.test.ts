import { expect } from 'chai';
import { ApiError } from '../../../harness/api/client.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { assigned, at } from '../testing/pods-in-states.ts';
import { testRuntime } from '../testing/test-runtime.ts';
import { podWorkers } from './pod-workers.ts';

describe('podWorkers', () => {
  for (const code of [404, 409]) {
    it(`deletes an ended pod until the server answers ${code}`, async () => {
      const { clock, codes } = terminated([503, 500, code]);
      await clock.advance(60_000);
      expect(codes).to.deep.equal([]);
    });
  }

  it('does not ask again for what the server has deleted', async () => {
    const { clock, codes } = terminated([503, 200, 200]);
    await clock.advance(60_000);
    expect(codes).to.deep.equal([200]);
  });

  it('gives up when it is stopped', async () => {
    const { clock, codes, workers } = terminated([503, 503]);
    await clock.advance(1);
    await workers.stop();
    await clock.advance(60_000);
    expect(codes).to.deep.equal([503]);
  });
});

/** Workers with a terminating pod, and the server's further answers to its deletion. */
function terminated(codes: number[]) {
  const clock = manualClock();
  const runtime = testRuntime(clock);
  const api = {
    delete: async () => {
      const code = codes.shift() ?? 200;
      if (code !== 200) throw new ApiError({ kind: 'Status', status: 'Failure', code, message: `${code}` }, code);
    },
  };
  const workers = podWorkers({ api, status: { written: async () => undefined }, runtimeOf: () => runtime });
  const { pod } = assigned(['web'], { nodeName: 'node-1' });
  workers.see({ type: 'ADDED', object: { ...pod, metadata: { ...pod.metadata, deletionTimestamp: at } } });
  return { clock, codes, workers };
}
