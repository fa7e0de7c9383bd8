import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, findBinaries } from '../../clusters/control-plane/binaries/binaries.ts';
import { settingsFrom } from '../../clusters/control-plane/settings.ts';

const run = promisify(execFile);
const { cache, assets, registry, variables } = settingsFrom();

/** The fastest peer: kwokctl's binary runtime, with the programs that the embedded cluster uses. */
export interface Kwokctl extends AsyncDisposable {
  /** Seconds of one start, until kwokctl reports the cluster ready, and of its end. */
  startAndStop(): Promise<{ readonly ready: number; readonly stop: number }>;
}

export async function kwokctl(): Promise<Kwokctl> {
  const program = await built();
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

  return {
    startAndStop: async () => ({
      ready: await seconds('create', 'cluster', ...kubeconfig, ...flags(binaries)),
      stop: await seconds('delete', 'cluster', ...kubeconfig),
    }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

/** No node is simulated in this comparison: its own controller stays off. */
function flags({ paths }: Binaries): readonly string[] {
  const programs = Object.entries(paths).map(([name, path]) => `--${name}-binary=${path}`);
  return ['--runtime=binary', '--wait=60s', '--disable=kwok-controller', '--disable-qps-limits', ...programs];
}

/** Built from the pinned module into Plimsoll's cache, once. */
async function built(): Promise<string> {
  const program = join(cache, 'bench', 'kwokctl-0.8.0');
  if (existsSync(program)) return program;
  await mkdir(dirname(program), { recursive: true });
  const cwd = join(import.meta.dirname, '..', 'kwokctl');
  await run('go', ['build', '-o', program, 'sigs.k8s.io/kwok/cmd/kwokctl'], { cwd, env: variables });
  return program;
}
