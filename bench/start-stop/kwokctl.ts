import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findBinaries } from '../../clusters/control-plane/binaries/binaries.ts';
import { settingsFrom } from '../../clusters/control-plane/settings.ts';

const run = promisify(execFile);
const { cache, assets, registry, variables } = settingsFrom();

/** Seconds until pods can be scheduled, and until nothing of the cluster is left. */
export interface StartAndStop {
  readonly ready: number;
  readonly stop: number;
}

/** The fastest peer: kwokctl's binary runtime, with the programs that the embedded cluster uses. */
export async function kwokctl() {
  const program = await built('kwokctl');
  const { signal } = new AbortController();
  const sources = { cache, directory: assets, registry, environment: variables };
  const binaries = await findBinaries({ ...sources, kubectl: true, progress: () => undefined, signal });
  const directory = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  const kubeconfig = ['--name=bench', `--kubeconfig=${join(directory, 'kubeconfig')}`];
  const env = { ...variables, KWOK_WORKDIR: directory, PATH: `${dirname(binaries.kubectl ?? '')}:${variables.PATH}` };
  const seconds = async (...parameters: string[]) => {
    const began = performance.now();
    await run(program, parameters, { env });
    return (performance.now() - began) / 1000;
  };

  // No node is simulated in this comparison: its own controller stays off.
  const programs = Object.entries(binaries.paths).map(([name, path]) => `--${name}-binary=${path}`);
  const flags = ['--runtime=binary', '--wait=60s', '--disable=kwok-controller', '--disable-qps-limits', ...programs];
  return {
    startAndStop: async (): Promise<StartAndStop> => ({
      ready: await seconds('create', 'cluster', ...kubeconfig, ...flags),
      stop: await seconds('delete', 'cluster', ...kubeconfig),
    }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

/** Built from the pinned module into Plimsoll's cache, once. */
export async function built(name: 'kwok' | 'kwokctl'): Promise<string> {
  const program = join(cache, 'bench', `${name}-0.8.0`);
  if (existsSync(program)) return program;
  await mkdir(dirname(program), { recursive: true });
  await go(name, 'build', '-o', program, `sigs.k8s.io/kwok/cmd/${name}`);
  return program;
}

export function go(module: 'kwok' | 'kwokctl', ...parameters: string[]) {
  return run('go', parameters, { cwd: join(import.meta.dirname, '..', module), env: variables });
}
