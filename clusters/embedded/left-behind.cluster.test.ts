import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { settingsFrom } from '../control-plane/settings.ts';
import { idOf, processesOf, stateDirectoryOf, untilGone } from '../control-plane/testing/left-behind.ts';
import { realPrograms } from '../control-plane/testing/real-programs.ts';
import { embedded } from './provider.ts';

const owner = fileURLToPath(new URL('testing/owner.ts', import.meta.url));

/** How far a start is: how many of the four components run. */
const moments = { 'nothing but the directory': 0, etcd: 1, 'the API server': 2, 'all four, none of them ready': 4 };

describe('an embedded cluster whose owner is killed', () => {
  before(async () => {
    // So that none of the owners below is killed while it prepares data.
    const { signal } = new AbortController();
    await using _ = await embedded(realPrograms(settingsFrom())).start({ pace: 1, progress: () => undefined, signal });
  });

  for (const [moment, components] of Object.entries(moments)) {
    it(`leaves nothing behind of a start that has come to ${moment}`, async () => {
      const child = start();
      const directory = await asSoonAs(() => stateDirectoryOf(child.pid ?? 0), child);
      await asSoonAs(() => existsSync(directory) && processesOf(idOf(directory)).length >= components, child);
      await expectNothingAfter('SIGKILL', child, directory);
    });
  }

  for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM'] as const) {
    it(`leaves nothing behind of a cluster in use when it is ${signal}`, async () => {
      const child = start();
      const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
      const directory = line
        .toString()
        .trim()
        .replace(/\/kubeconfig$/, '');
      expect(processesOf(idOf(directory))).to.have.lengthOf(4);
      await expectNothingAfter(signal, child, directory);
    });
  }
});

function start(): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', owner, JSON.stringify(settingsFrom())];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function expectNothingAfter(signal: NodeJS.Signals, child: ChildProcess, directory: string): Promise<void> {
  child.kill(signal);
  await untilGone(directory);
  expect(processesOf(idOf(directory))).to.deep.equal([]);
}

/** Looks as often as it can, as /proc reports no changes, until there is something, or the process has ended. */
async function asSoonAs<T>(look: () => T, child: ChildProcess): Promise<NonNullable<T>> {
  while (child.exitCode === null) {
    const seen = look();
    if (seen) return seen;
    await sleep(2);
  }
  throw new Error('the owner of the cluster has ended too early');
}
