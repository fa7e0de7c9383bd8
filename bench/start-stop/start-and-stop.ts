import { readFileSync } from 'node:fs';
import { settingsFrom } from '../../clusters/control-plane/settings.ts';
import { idOf, processesOf } from '../../clusters/control-plane/testing/left-behind.ts';
import { realPrograms } from '../../clusters/control-plane/testing/real-programs.ts';
import { embedded } from '../../clusters/embedded/provider.ts';
import { usageOf } from '../scale/usage.ts';

export interface Measured {
  /** Seconds until pods can be created and scheduled. */
  readonly ready: number;
  /** Seconds until nothing of the cluster is left. */
  readonly stop: number;
  /** Resident memory by component when ready, in MiB. */
  readonly components: Readonly<Record<string, number>>;
}

/** Starts one embedded cluster, looks at its processes and stops it. */
export async function startAndStop(): Promise<Measured> {
  const { signal } = new AbortController();
  const began = performance.now();
  const cluster = await embedded(realPrograms(settingsFrom())).start({ pace: 1, progress: () => undefined, signal });
  const ready = (performance.now() - began) / 1000;

  const used = processesOf(idOf(cluster.kubeconfig)).map(async (pid) => [nameOf(pid), (await usageOf(pid)).memory]);
  const components = Object.fromEntries(await Promise.all(used)) as Record<string, number>;

  const ending = performance.now();
  await cluster[Symbol.asyncDispose]();
  return { ready, stop: (performance.now() - ending) / 1000, components };
}

/** The program's file name: the kernel keeps 15 letters of it only. */
function nameOf(pid: number): string {
  const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  return program.slice(program.lastIndexOf('/') + 1);
}
