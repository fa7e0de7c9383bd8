import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables of the CI system that runs these tests, which must not affect them. */
const ofOthers = ['GITHUB_ACTIONS', 'SONOBUOY_RESULTS_DIR', 'SONOBUOY_PROGRESS_PORT', 'FORCE_COLOR'];
const undefinedHere = Object.fromEntries(ofOthers.map((name) => [name, undefined]));

/** The command as a user starts it, with reports, state and temporary files in a directory of the test's own. */
export function plimsoll(
  words: readonly string[],
  home: string,
  variables: Readonly<Record<string, string>> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const cli = new URL('../../cli.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: home,
    env: { ...process.env, ...undefinedHere, XDG_STATE_HOME: home, TMPDIR: home, ARTIFACTS: '', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

/** Looks again until it holds; throws with what was waited for when that takes over a minute. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !holds(); await new Promise((done) => setTimeout(done, 50)))
    if (Date.now() > deadline) throw new Error(`waited a minute until ${what}`);
}

/** A directory for one test, removed with all that is in it. */
export function home(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-cli-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Command lines of processes that were started with this directory as theirs for temporary files. */
export function processesIn(directory: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return environment.includes(`TMPDIR=${directory}`) && command ? [command] : [];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}
