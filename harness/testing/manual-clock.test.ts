import { expect } from 'chai';
import { manualClock } from './manual-clock.ts';

describe('manualClock', () => {
  it('wakes sleepers in the order of their times, also those that sleep again', async () => {
    const clock = manualClock(new Date(0));
    const woken: string[] = [];
    const every = async (name: string, ms: number) => {
      for (;;) {
        await clock.sleep(ms);
        woken.push(`${name} ${clock.now().getTime()}`);
      }
    };
    void every('slow', 50);
    void every('fast', 20);

    await clock.advance(60);

    expect(woken).to.deep.equal(['fast 20', 'fast 40', 'slow 50', 'fast 60']);
    expect(clock.now().getTime()).to.equal(60);
  });

  it('rejects a sleep whose signal is aborted, before or while it lasts', async () => {
    const clock = manualClock();
    const stop = new AbortController();
    const asleep = clock.sleep(10, stop.signal).catch((reason: unknown) => reason);
    stop.abort('enough');
    expect(await asleep).to.equal('enough');
    expect(await clock.sleep(10, stop.signal).catch((reason: unknown) => reason)).to.equal('enough');
  });
});
