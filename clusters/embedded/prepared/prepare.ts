import { join } from 'node:path';
import { etcdData, etcdSocket } from '../control-plane/etcd.ts';
import type { Started } from '../start/start.ts';
import { type ClusterToStart, startInDirectory } from '../start/start-in-directory.ts';
import { etcdKeys } from './etcd-keys.ts';
import { isKept } from './kept-keys.ts';
import { shrinkLogs } from './shrink.ts';

/** Starts a cluster, reduces its data to what serves every cluster of these programs, and hands their directory over. */
export async function prepare(
  cluster: Pick<ClusterToStart, 'binaries' | 'longestStart' | 'signal'>,
  keep: (data: string) => Promise<void>,
): Promise<void> {
  await using undo = new AsyncDisposableStack();
  const started = await startInDirectory({ ...cluster, pace: 1, connectTo: () => false, ports: undefined }, undo);
  await reduce(join(started.state.path, etcdSocket), started);
  const data = join(started.state.path, etcdData);
  await shrinkLogs(data);
  await keep(data);
}

/** Nobody may write any more while keys are removed; etcd itself must write all that it has before it ends. */
async function reduce(socket: string, { etcd, others }: Started): Promise<void> {
  await Promise.all(others.map((component) => component[Symbol.asyncDispose]()));
  await using keys = etcdKeys(socket);
  for (const key of await keys.list()) if (!isKept(key)) await keys.remove(key);
  etcd.process.kill('SIGTERM');
  await etcd.ended;
}
