import { spawn } from 'node:child_process';
import { addAbortListener, once } from 'node:events';
import { createInterface } from 'node:readline';
import { logFile } from '../control-plane/docker/logs.ts';
import { abortedAt } from '../control-plane/processes/failure.ts';
import { assignments } from '../control-plane/processes/flags.ts';
import type { KindState } from './state.ts';

export interface KindRun {
  readonly kind: string;
  readonly state: KindState;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Makes the cluster. Nodes stay when that fails, so that their logs can be read. */
export async function createCluster(image: string, run: KindRun): Promise<void> {
  const { cluster, config, kubeconfig } = run.state;
  const settings = ['--name', cluster, '--config', config, '--kubeconfig', kubeconfig, '--image', image];
  await runKind(['create', 'cluster', ...settings, '--retain', '--wait', '0s'], run);
}

/** A kind command, as arguments of env(1). Without the setting, kind would ask podman too. */
export function kindCommand(kind: string, { mark }: KindState, args: readonly string[]): readonly string[] {
  return [...assignments({ ...mark, KIND_EXPERIMENTAL_PROVIDER: 'docker' }), kind, ...args];
}

/** Rejects with the step at which kind failed, or with the reason of the signal once kind has ended. */
export async function runKind(args: readonly string[], { kind, state, progress, signal }: KindRun): Promise<void> {
  signal.throwIfAborted();
  const child = spawn('/usr/bin/env', kindCommand(kind, state, args), { stdio: ['ignore', 'pipe', 'pipe'] });
  using _killing = addAbortListener(signal, () => child.kill('SIGKILL'));

  const log = logFile(state.log);
  let step = 'beginning';
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      output += `${line}\n`;
      log.stream.write(`${line}\n`);
      const begun = stepIn(line);
      if (begun === undefined) return;
      step = begun;
      progress(`kind: ${step}`);
    });
  }
  const [code] = await once(child, 'close');
  const lost = await log.close();
  if (lost) progress(`${state.log} lacks output of kind: ${lost.message}`);
  const what = `kind ${args[0]} ${args[1]}, at "${step}"`;
  if (signal.aborted) throw abortedAt(signal, what, 'it was not done in time');
  if (code !== 0) throw new Error(`${what}: ${whyKindFailed(output)}`);
}

/** The step that kind begins in a line of its output, without the picture: pkg/internal/cli/status.go there. */
export function stepIn(line: string): string | undefined {
  const begun = /^ *• (.*?)\s*\.\.\.$/u.exec(line)?.[1];
  return begun?.replace(/[^\p{ASCII}]/gu, '').trim();
}

/** Why kind failed, in one line: what it says itself and, when a command in a node failed, what that complained of. */
export function whyKindFailed(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const own = lines.findLast((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length);
  const complaint = lines.findLast((line) => /^([Ee]rror: |error execution phase|Error response|docker: )/.test(line));
  const reasons = [own?.replace(/^failed to create cluster: /, ''), complaint].filter(Boolean);
  return [...new Set(reasons)].join(': ') || lines.findLast((line) => line !== '') || 'it printed nothing';
}
