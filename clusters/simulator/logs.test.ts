import { expect } from 'chai';
import type { Clock } from '../../harness/clock.ts';
import { containerLog, type LogSelection } from './logs.ts';

describe('containerLog', () => {
  const table: readonly (readonly [of: string, selection: LogSelection, lines: string])[] = [
    ['everything', {}, 'one\ntwo\nthree\n'],
    ['the last two', { tailLines: 2 }, 'two\nthree\n'],
    ['none', { tailLines: 0 }, ''],
    ['what came since', { since: new Date(2000) }, 'three\n'],
    ['so many bytes', { limitBytes: 6 }, 'one\ntw'],
    ['times', { timestamps: true, tailLines: 1 }, '1970-01-01T00:00:02.000Z three\n'],
  ];
  for (const [of, selection, lines] of table) {
    it(`reads ${of}`, async () => {
      let now = -1000;
      const log = containerLog(clockOf(() => (now += 1000)));
      for (const line of ['one', 'two', 'three']) log.write(line);
      expect((await Array.fromAsync(log.read(selection))).join('')).to.equal(lines);
    });
  }

  it('follows until the container has ended', async () => {
    const log = containerLog(clockOf(Date.now));
    log.write('before');
    const followed = Array.fromAsync(log.read({ follow: true }));
    await new Promise(setImmediate);
    log.write('after');
    await new Promise(setImmediate);
    log.end();
    expect(await followed).to.deep.equal(['before\n', 'after\n']);
  });

  it('follows until the reader hangs up', async () => {
    const log = containerLog(clockOf(Date.now));
    const reader = new AbortController();
    const followed = Array.fromAsync(log.read({ follow: true, signal: reader.signal }));
    await new Promise(setImmediate);
    reader.abort();
    expect(await followed).to.deep.equal([]);
  });

  it('keeps the newest ten thousand lines', async () => {
    const log = containerLog(clockOf(Date.now));
    for (let n = 0; n < 10_005; n++) log.write(`${n}`);
    const lines = await Array.fromAsync(log.read());
    expect([lines.length, lines[0], lines.at(-1)]).to.deep.equal([10_000, '5\n', '10004\n']);
  });
});

function clockOf(now: () => number): Clock {
  return { now: () => new Date(now()), elapsed: now, sleep: async () => undefined };
}
