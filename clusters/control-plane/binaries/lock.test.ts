import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { holdLock } from './lock.ts';

const signal = AbortSignal.any([]);

describe('holdLock', function () {
  this.timeout(20_000); // starts a process, on a machine that may be busy
  for (const platform of ['linux', 'darwin'] as const)
    it(`admits one at a time, and reports who waits, as on ${platform}`, async () => {
      const what = randomUUID();
      let inside = 0;
      let most = 0;
      let waited = 0;
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          await using _lock = await holdLock(what, { waiting: () => waited++, signal, platform });
          most = Math.max(most, ++inside);
          await turn();
          inside--;
        }),
      );
      expect({ most, waited }).to.deep.equal({ most: 1, waited: 7 });
    });

  it('lets another thing be made meanwhile', async () => {
    const waiting = () => expect.fail('waited for another lock');
    await using _one = await holdLock(randomUUID(), { waiting, signal });
    await using _other = await holdLock(randomUUID(), { waiting, signal });
  });

  it('is free when its holder is killed', async () => {
    const what = randomUUID();
    const program = `
      import { holdLock } from ${JSON.stringify(`${import.meta.dirname}/lock.ts`)};
      await holdLock('${what}', { waiting() {}, signal: AbortSignal.any([]) });
      console.log('held');
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    await using _lock = await holdLock(what, { waiting: () => holder.kill('SIGKILL'), signal });
    expect(holder.killed).to.equal(true);
  });

  it('stops waiting when it is aborted', async () => {
    const what = randomUUID();
    await using _lock = await holdLock(what, { waiting: () => {}, signal });
    const stop = new AbortController();
    const waiting = () => stop.abort(new Error('enough'));
    const error = await holdLock(what, { waiting, signal: stop.signal }).catch((cause: Error) => cause);
    expect(error).to.have.property('message', 'enough');
  });
});
