import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { logFile } from '../control-plane/docker/logs.ts';
import { abortedAt, StartFailure } from '../control-plane/processes/failure.ts';
import type { KindState } from './state.ts';

export interface KindRun {
  readonly kind: string;
  readonly state: KindState;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Makes the cluster, whose nodes stay when that fails, so that their logs can be read. */
export async function createCluster(image: string, run: KindRun): Promise<void> {
  const { cluster, config, kubeconfig } = run.state;
  const settings = ['--name', cluster, '--config', config, '--kubeconfig', kubeconfig, '--image', image];
  await runKind(['create', 'cluster', ...settings, '--retain', '--wait', '0s'], run);
}

/**
 * Resolves when kind has done it; rejects with the step at which it failed, or with the signal's reason once it is
 * gone.
 */
export async function runKind(args: readonly string[], { kind, state, progress, signal }: KindRun): Promise<void> {
  signal.throwIfAborted();
  const marks = Object.entries(state.mark).map(([name, value]) => `${name}=${value}`);
  // kind would ask podman, too, whether it is there.
  const child = spawn('/usr/bin/env', [...marks, 'KIND_EXPERIMENTAL_PROVIDER=docker', kind, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });

  const log = logFile(state.log);
  const steps = kindProgress(progress);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      output += `${line}\n`;
      log.stream.write(`${line}\n`);
      steps.onLine(line);
    });
  }
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', kill);
  const lost = await log.close();
  if (lost) progress(`${state.log} lacks output of kind: ${lost.message}`);
  const step = `kind ${args[0]} ${args[1]}, at "${steps.step}"`;
  if (signal.aborted) throw abortedAt(signal, step, 'it was not done in time');
  if (code !== 0) throw new StartFailure(step, whyKindFailed(output));
}

/** The steps that kind reports, a line each: pkg/internal/cli/status.go there. */
export interface KindProgress {
  onLine(line: string): void;
  /** The one that kind is at, without its picture: `Starting control-plane`. */
  readonly step: string;
}

export function kindProgress(progress: (line: string) => void): KindProgress {
  let step = 'beginning';
  return {
    onLine(line) {
      const begun = /^ *• (.*?)\s*\.\.\.$/u.exec(line)?.[1];
      if (begun === undefined) return;
      step = begun.replace(/[^\p{ASCII}]/gu, '').trim();
      progress(`kind: ${step}`);
    },
    get step() {
      return step;
    },
  };
}

/** Why kind failed, in one line: what it says itself and, when a command in a node failed, what that complained of. */
export function whyKindFailed(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const own = lines.findLast((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length);
  const complaint = lines.findLast((line) => /^([Ee]rror: |error execution phase|Error response|docker: )/.test(line));
  const reasons = [own?.replace(/^failed to create cluster: /, ''), complaint].filter(Boolean);
  return [...new Set(reasons)].join(': ') || lines.findLast((line) => line !== '') || 'it printed nothing';
}
