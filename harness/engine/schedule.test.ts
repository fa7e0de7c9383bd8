import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Job, schedule } from './schedule.ts';

const signal = new AbortController().signal;
const restored = async () => undefined;

describe('schedule', () => {
  it('runs so many at once and no more, in their order', async () => {
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

  it('tells once when two jobs at most are left beside exclusive ones', async () => {
    const { jobs, log } = recorded(['a', '!b', 'c', 'd']);
    const fewLeft = () => void log.push('few');
    await schedule(jobs, { concurrency: 3, restored, fewLeft, signal });
    expect(log).to.deep.equal(['+a', '+c', '+d', '-a', 'few', '-c', '-d', '+!b', '-!b']);
  });

  it('tells at once when there are no more from the beginning', async () => {
    const { jobs, log } = recorded(['a', 'b', '!c']);
    await schedule(jobs, { concurrency: 1, restored, fewLeft: () => void log.push('few'), signal });
    expect(log).to.deep.equal(['few', '+a', '-a', '+b', '-b', '+!c', '-!c']);
  });

  it('begins nothing any more once it is aborted', async () => {
    const stop = new AbortController();
    const { jobs, log } = recorded(['a', 'b', '!c'], () => stop.abort());
    await schedule(jobs, { concurrency: 1, restored, signal: stop.signal });
    expect(log).to.deep.equal(['+a', '-a']);
  });

  it('rejects with what a job threw when no other runs any more', async () => {
    const { jobs, log } = recorded(['a', 'b', 'c', '!d']);
    const broken: Job = { exclusive: false, run: () => Promise.reject(new Error('broken')) };
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

/** Jobs that write down when they begin and end; `!` marks the exclusive ones. Each takes longer than the one before. */
function recorded(names: readonly string[], begun: () => void = () => undefined) {
  const log: string[] = [];
  const jobs: readonly Job[] = names.map((name, index) => ({
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
