import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { settingsFrom } from '../../clusters/control-plane/settings.ts';
import type { Cluster } from '../../harness/cluster.ts';
import type { SimulatedNodes } from './compare.ts';

/** Starts Plimsoll's kubelets in a process of their own, so that its memory is theirs alone. */
export async function plimsollNodes({ connection, kubernetes }: Cluster, nodes: number): Promise<SimulatedNodes> {
  // As the launcher starts Node, so that no memory goes into stripping types either.
  const { cache, variables } = settingsFrom();
  const env = { ...variables, NODE_COMPILE_CACHE: join(cache, 'node') };
  const execArgv = ['--max-semi-space-size=8', '--heap-growing-percent=20'];
  const child = fork(join(import.meta.dirname, 'kubelet-process.ts'), { env, execArgv });
  const exited = once(child, 'exit');
  child.send({ connection, kubernetes, nodes });
  const [ready] = await Promise.race([once(child, 'message'), exited]);
  if (ready !== 'ready') throw new Error(`the process of the kubelets ended with ${ready} before its nodes were ready`);
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
