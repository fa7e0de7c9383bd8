import { expect } from 'chai';
import { resources } from '../../../harness/api/resources.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { lowPriority } from './low-priority.ts';

describe('lowPriority', () => {
  it('lets eight through at a time when there is nothing better to do', async () => {
    const { ask, started, answer } = limited({ busy: false });
    ask(20);
    await new Promise(setImmediate);
    expect(started()).to.equal(8);
    answer(3);
    await new Promise(setImmediate);
    expect(started()).to.equal(11);
  });

  it('lets ten a second through while there is', async () => {
    const client = limited({ busy: true });
    client.ask(50);
    await new Promise(setImmediate);
    expect(client.started()).to.equal(0);
    for (let step = 0; step < 10; step++) {
      await client.clock.advance(100);
      client.answer(1);
    }
    expect(client.started()).to.equal(10);
    client.setBusy(false);
    await client.clock.advance(100);
    expect(client.started()).to.be.at.least(18);
  });

  it('lets everything through when it is over', async () => {
    const client = limited({ busy: true });
    client.ask(5);
    client.stop();
    await new Promise(setImmediate);
    expect(client.started()).to.equal(5);
  });

  it('hands errors on and goes on', async () => {
    const api = {
      create: async () => {
        throw new Error('refused');
      },
      patch: async <T>() => ({}) as T,
    };
    const options = { isBusy: () => false, clock: manualClock(), signal: new AbortController().signal };
    const quiet = lowPriority(api, options);
    const failures = await Promise.allSettled(Array.from({ length: 9 }, () => quiet.create(resources.Event, {})));
    expect(failures.map(({ status }) => status)).to.deep.equal(Array(9).fill('rejected'));
    expect(await quiet.patch(resources.Event, {}, { type: 'merge', body: {} })).to.deep.equal({});
  });
});

function limited({ busy }: { busy: boolean }) {
  const clock = manualClock();
  const stop = new AbortController();
  const open: (() => void)[] = [];
  let isBusy = busy;
  let count = 0;
  const request = <T>() =>
    new Promise<T>((resolve) => {
      count++;
      open.push(() => resolve({} as T));
    });
  const quiet = lowPriority({ create: request, patch: request }, { isBusy: () => isBusy, clock, signal: stop.signal });
  return {
    clock,
    ask: (times: number) => void Array.from({ length: times }, () => quiet.create(resources.Event, {})),
    answer: (times: number) => open.splice(0, times).map((resolve) => resolve()),
    started: () => count,
    stop: () => stop.abort(),
    setBusy(value: boolean) {
      isBusy = value;
    },
  };
}
