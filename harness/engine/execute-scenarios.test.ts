import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { schedule, throttledWaits } from './execute-scenarios.ts';
import { listenersOf } from './run-context.ts';

const signal = new AbortController().signal;
const restored = async () => undefined;

describe('schedule', () => {
  it('runs at most so many at the same time, in their order', async () => {
    const { jobs, log } = recorded(['a', 'b', 'c', 'd']);
    await schedule(jobs, { concurrency: 2, restored, signal });
    expect(log).to.deep.equal(['+a', '+b', '-a', '+c', '-b', '+d', '-c', '-d']);
  });

  it('runs exclusive jobs last, each alone, when what went before is restored', async () => {
    const { jobs, log } = recorded(['!a', 'b', '!c', 'd']);
    await schedule(jobs, { concurrency: 8, restored: async () => void log.push('restored'), signal });
    expect(log.slice(0, 4).sort()).to.deep.equal(['+b', '+d', '-b', '-d']);
    expect(log.slice(4)).to.deep.equal(['restored', '+!a', '-!a', 'restored', '+!c', '-!c']);
  });

  it('notifies once when at most two jobs are left besides exclusive ones', async () => {
    const { jobs, log } = recorded(['a', '!b', 'c', 'd']);
    const onNearlyIdle = () => void log.push('few');
    await schedule(jobs, { concurrency: 3, restored, onNearlyIdle, signal });
    expect(log).to.deep.equal(['+a', '+c', '+d', '-a', 'few', '-c', '-d', '+!b', '-!b']);
  });

  it('notifies immediately when there are no more from the beginning', async () => {
    const { jobs, log } = recorded(['a', 'b', '!c']);
    await schedule(jobs, { concurrency: 1, restored, onNearlyIdle: () => void log.push('few'), signal });
    expect(log).to.deep.equal(['few', '+a', '-a', '+b', '-b', '+!c', '-!c']);
  });

  it('begins no job once it is aborted', async () => {
    const stop = new AbortController();
    const { jobs, log } = recorded(['a', 'b', '!c'], () => stop.abort());
    await schedule(jobs, { concurrency: 1, restored, signal: stop.signal });
    expect(log).to.deep.equal(['+a', '-a']);
  });

  it('rejects with the error of a job when no other runs any more', async () => {
    const { jobs, log } = recorded(['a', 'b', 'c', '!d']);
    const broken = { exclusive: false, run: () => Promise.reject(new Error('broken')) };
    const error = await schedule([broken, ...jobs], { concurrency: 3, restored, signal }).catch(
      (error: Error) => error,
    );
    expect(error).to.be.an('error').with.property('message', 'broken');
    expect(log).to.deep.equal(['+a', '+b', '-a', '+c', '-b', '-c']);
  });

  it('begins no exclusive job when it is aborted while waiting for restored', async () => {
    const stop = new AbortController();
    const { jobs, log } = recorded(['!a']);
    await schedule(jobs, { concurrency: 1, restored: async () => stop.abort(), signal: stop.signal });
    expect(log).to.deep.equal([]);
  });
});

/** Jobs that record when they begin and end; `!` marks exclusive ones. Each takes longer than the one before. */
function recorded(names: readonly string[], begun: () => void = () => undefined) {
  const log: string[] = [];
  const jobs = names.map((name, index) => ({
    exclusive: name.startsWith('!'),
    async run() {
      log.push(`+${name}`);
      begun();
      await sleep(20 + 8 * index);
      log.push(`-${name}`);
    },
  }));
  return { jobs, log };
}

describe('throttledWaits', () => {
  const notified: string[] = [];
  const listeners = listenersOf([{ scenarioWaiting: (id, summary) => void notified.push(`${id}: ${summary}`) }, {}]);
  beforeEach(() => {
    notified.length = 0;
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(() => mock.timers.reset());

  it('notifies of the last of many changes, once', () => {
    using waits = throttledWaits(listeners, 300);
    waits.begin('a');
    for (let count = 0; count < 1_000; count++) waits.waits('a', `Pod ${count} is running`);
    expect(notified).to.deep.equal([]);
    mock.timers.tick(300);
    mock.timers.tick(900);
    expect(notified).to.deep.equal(['a: Pod 999 is running']);
  });

  it('notifies of the changes of each scenario', () => {
    using waits = throttledWaits(listeners, 300);
    for (const id of ['a', 'b']) waits.begin(id);
    for (const id of ['a', 'b']) waits.waits(id, 'one');
    mock.timers.tick(300);
    waits.waits('b', 'two');
    mock.timers.tick(300);
    expect(notified).to.deep.equal(['a: one', 'b: one', 'b: two']);
  });

  it('does not notify of a finished or unknown scenario, or when disposed', () => {
    {
      using waits = throttledWaits(listeners, 300);
      waits.begin('over');
      waits.waits('over', 'Pod web is running');
      waits.end('over');
      waits.waits('over', 'nothing is left');
      waits.waits('never', 'anything');
      mock.timers.tick(300);
      waits.begin('late');
      waits.waits('late', 'Pod web is running');
    }
    mock.timers.tick(3_000);
    expect(notified).to.deep.equal([]);
  });
});
