import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { settingsFrom } from '../control-plane/settings.ts';
import { containersLabelled } from '../control-plane/testing/containers-of.ts';
import { untilGone } from '../control-plane/testing/left-behind.ts';

const owner = fileURLToPath(new URL('testing/owner.ts', import.meta.url));

/** Milliseconds after which nothing of a killed run may be there. */
const longest = 15_000;

describe('a cluster in a container whose owner is killed', () => {
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    it(`leaves no container behind when it is ${signal}`, async () => {
      const args = ['--disable-warning=ExperimentalWarning', owner, JSON.stringify(settingsFrom())];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      using undo = new DisposableStack();
      undo.defer(() => child.kill('SIGKILL'));
      const line = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]).then(([first]) =>
        String(first),
      );
      expect(child.exitCode, 'before its cluster was ready').to.equal(null);
      const directory = dirname(line.trim());
      expect(await containersLabelled(basename(directory))).to.have.lengthOf(1);
      child.kill(signal);
      const deadline = Date.now() + longest;
      await untilGone(directory, longest);
      // Ryuk removes it on its own, some seconds later than the directory goes.
      while ((await containersLabelled(basename(directory))).length > 0) {
        expect(Date.now(), 'when the container is still there').to.be.below(deadline);
        await sleep(200);
      }
    });
  }
});
