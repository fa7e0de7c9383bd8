import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StartOptions } from '../../harness/cluster.ts';
import { etcdData, etcdSocket } from '../control-plane/processes/flags.ts';
import {
  etcdKeys,
  isKept,
  keepPreparedData,
  preparedDataPath,
  shrinkLogs,
} from '../control-plane/state/prepared-data.ts';
import { type ClusterToStart, type Started, startInDirectory } from './start.ts';

type ToPrepare = Omit<ClusterToStart, 'pace'> & Pick<StartOptions, 'progress'>;

/** The directory of data to begin with, made on first use; undefined where the cache cannot hold them. */
export async function preparedData(cluster: ToPrepare, cache: string): Promise<string | undefined> {
  const { binaries, progress } = cluster;
  const prepared = preparedDataPath(cache, binaries);
  if (existsSync(prepared)) return prepared;
  try {
    await mkdir(dirname(prepared), { recursive: true });
    await access(dirname(prepared), constants.W_OK);
  } catch (error) {
    progress(`starts take longer than they need, as nothing can be kept in the cache: ${(error as Error).message}`);
    return undefined;
  }
  progress(`preparing etcd data for Kubernetes ${binaries.kubernetes}, once`);
  await prepare(cluster, prepared);
  return prepared;
}

/** Starts a cluster and keeps of its data what serves every cluster of these programs. */
async function prepare({ connectTo: _, ports: __, ...cluster }: ToPrepare, prepared: string): Promise<void> {
  await using undo = new AsyncDisposableStack();
  const started = await startInDirectory({ ...cluster, pace: 1 }, undo);
  await reduce(join(started.state.path, etcdSocket), started);
  const data = join(started.state.path, etcdData);
  await shrinkLogs(data);
  await keepPreparedData(data, prepared);
}

/** Removes keys once no other component writes; etcd itself must write its data before it ends. */
async function reduce(socket: string, { etcd, others }: Started): Promise<void> {
  await Promise.all(others.map((component) => component[Symbol.asyncDispose]()));
  await using keys = etcdKeys(socket);
  for (const key of await keys.list()) if (!isKept(key)) await keys.remove(key);
  etcd.process.kill('SIGTERM');
  await etcd.ended;
}
