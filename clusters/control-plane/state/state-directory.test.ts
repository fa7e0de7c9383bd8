import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { errorOf } from '../../testing/contract-objects.ts';
import { idOf, processesOf, untilGone } from '../testing/left-behind.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
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

  it('lets the finalizer know that nothing more will appear', async () => {
    await using place = await temporaryDirectory();
    const called = join(place.path, 'called');
    const state = await openStateDirectory((...what) => ['/bin/sh', '-c', `echo "$*" >${called}`, 'sh', ...what]);
    await state[Symbol.asyncDispose]();
    expect(readFileSync(called, 'utf8')).to.equal(`${basename(state.path)} ${state.path} 0\n`);
  });

  it('says when it is disposed, and in the directory, what could not be undone', async () => {
    const state = await openStateDirectory(() => ['/bin/sh', '-c', 'echo noise; echo "no engine" >&2; exit 3']);
    const error = await errorOf(Promise.resolve(state[Symbol.asyncDispose]()));
    expect(error).to.have.property('message', `what belongs to ${state.path} may be left behind: no engine`);
    expect(readFileSync(`${state.path}/left-behind.log`, 'utf8')).to.equal('no engine\n');
    rmSync(state.path, { recursive: true });
  });

  it('writes into the directory what could not be undone after its owner was killed, and what may appear', async () => {
    const failing = `openStateDirectory(() => ['/bin/sh', '-c', 'echo "$0 s" >&2; exit 3'])`;
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', owner.replace('openStateDirectory()', failing)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const path = await lineOf(child);
    child.kill('SIGKILL');
    while (!logIn(path)) await sleep(2);
    expect(logIn(path)).to.equal('4 s\n');
    rmSync(path, { recursive: true });
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

function logIn(directory: string): string {
  const log = join(directory, 'left-behind.log');
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

async function lineOf(child: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  return data.toString().trim();
}
