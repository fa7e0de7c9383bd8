import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { settingsFrom } from '../control-plane/settings.ts';
import { stateDirectoryOf, untilGone } from '../control-plane/testing/left-behind.ts';
import { kind } from './provider.ts';
import { clusterLabel } from './state.ts';
import { realKind } from './testing/real-kind.ts';

const owner = fileURLToPath(new URL('testing/owner.ts', import.meta.url));

/** What nothing may be left of after so long, in milliseconds. */
const longest = 15_000;

describe('a cluster on kind whose owner is killed', () => {
  for (const [moment, line] of Object.entries({
    'while kind makes its containers': /kind: Preparing nodes/,
    'while its control plane starts': /kind: Starting control-plane/,
    'when it is in use': /^ready: /,
  })) {
    it(`leaves nothing behind after 15 s ${moment}`, async () => {
      const args = ['--disable-warning=ExperimentalWarning', owner, JSON.stringify(settingsFrom())];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      using undo = new DisposableStack();
      undo.defer(() => child.kill('SIGKILL'));
      await untilPrinted(child, line);
      const directory = stateDirectoryOf(child.pid ?? 0);
      if (!directory) throw new Error('the owner of the cluster has no state directory');
      child.kill('SIGKILL');
      await untilGone(directory, longest);
      expect(containersOf(directory)).to.deep.equal([]);
    });
  }
});

describe('the start of a cluster on kind that is given up', () => {
  it('leaves nothing behind', async () => {
    const abort = new AbortController();
    const output: string[] = [];
    const progress = (line: string) => {
      output.push(line);
      if (line.includes('Starting control-plane')) abort.abort(new Error('never mind'));
    };
    const started = kind(await realKind(settingsFrom())).start({ pace: 1, progress, signal: abort.signal });
    expect(await started.catch((error: Error) => error)).to.equal(abort.signal.reason);
    // Others may have clusters on this machine.
    const [, cluster = 'its name is missing'] = /^starting Kubernetes .*, as (\S+)$/m.exec(output.join('\n')) ?? [];
    expect(cluster).to.match(/^plimsoll-/);
    expect(containersOf(cluster)).to.deep.equal([]);
  });
});

/** Of the cluster of that name, or of the state directory that is called so. */
function containersOf(directory: string): readonly string[] {
  const cluster = basename(directory);
  const format = `{{.Names}} {{.Label "${clusterLabel}"}}`;
  const lines = execFileSync('docker', ['ps', '--all', '--format', format], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(cluster));
}

async function untilPrinted({ stdout }: ChildProcess, line: RegExp): Promise<void> {
  if (!stdout) throw new Error('the standard output of the owner was expected');
  for await (const printed of createInterface(stdout)) if (line.test(printed)) return;
  throw new Error(`the owner of the cluster has ended before it printed ${line}`);
}
