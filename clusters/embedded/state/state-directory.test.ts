import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { expect } from 'chai';
import { idOf, processesOf, untilGone } from '../testing/left-behind.ts';
import { openStateDirectory } from './state-directory.ts';

/** A process that opens a state directory and starts three marked processes, two of which ignore signals. */
const owner = `
  import { spawn } from 'node:child_process';
  const { openStateDirectory } = await import(${JSON.stringify(new URL('state-directory.ts', import.meta.url))});
  const { path, mark } = await openStateDirectory();
  const start = (script) => spawn('/bin/sh', ['-c', script], { cwd: path, env: mark, detached: true, stdio: 'ignore' });
  start('sleep 300; :');
  start('trap "" TERM HUP INT; sleep 300; :');
  start('trap "" TERM HUP INT; sleep 300; :').on('spawn', () => console.log(path));
`;

describe('openStateDirectory', function () {
  this.timeout(30_000); // starts processes, on a machine that may be busy

  it('makes a directory that only its owner may enter, and removes it', async () => {
    const state = await openStateDirectory();
    expect(statSync(state.path).mode & 0o777).to.equal(0o700);
    await state[Symbol.asyncDispose]();
    expect(existsSync(state.path)).to.equal(false);
  });

  it('can be disposed twice', async () => {
    const state = await openStateDirectory();
    await Promise.all([state[Symbol.asyncDispose](), state[Symbol.asyncDispose]()]);
    await state[Symbol.asyncDispose]();
    expect(existsSync(state.path)).to.equal(false);
  });

  it('ends the processes that are still there', async () => {
    const state = await openStateDirectory();
    const child = spawn('/bin/sleep', ['300'], { env: state.mark, stdio: 'ignore' });
    const ended = once(child, 'exit');
    await state[Symbol.asyncDispose]();
    expect((await ended)[1]).to.equal('SIGKILL');
  });

  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`leaves nothing behind when its owner is ended by ${signal}, however busy the machine`, async () => {
      using _ = comingAndGoing();
      const child = spawn(process.execPath, ['--input-type=module', '-e', owner], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const path = await lineOf(child);
      expect(processesOf(idOf(path)), 'the marked processes').to.have.lengthOf.at.least(3);
      child.kill(signal);
      await untilGone(path);
      expect(processesOf(idOf(path))).to.deep.equal([]);
    });
  }

  it('leaves nothing behind when its owner simply ends', async () => {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', `${owner}; setTimeout(() => process.exit(), 200)`],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const path = await lineOf(child);
    await untilGone(path);
    expect(processesOf(idOf(path))).to.deep.equal([]);
  });
});

/** Processes that end while the reaper looks at them: it must not take that for an answer. */
function comingAndGoing(): Disposable {
  const loops = [1, 2].map(() =>
    spawn('/bin/sh', ['-c', 'while :; do /bin/true & /bin/true; done'], { detached: true, stdio: 'ignore' }),
  );
  return {
    [Symbol.dispose]() {
      for (const { pid } of loops) if (pid) process.kill(-pid, 'SIGKILL');
    },
  };
}

async function lineOf(child: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  return data.toString().trim();
}
