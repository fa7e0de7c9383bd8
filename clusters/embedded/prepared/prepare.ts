import { join } from 'node:path';
import { etcdData, etcdSocket } from '../control-plane/etcd.ts';
import type { Component } from '../processes/component.ts';
import { etcdKeys } from './etcd-keys.ts';
import { isKept } from './kept-keys.ts';
import { shrinkLogs } from './shrink.ts';

/** Makes the data of a running etcd fit for other clusters, stops it, and returns where they are. Nothing else may use it. */
export async function prepare(directory: string, etcd: Component): Promise<string> {
  await using keys = etcdKeys(join(directory, etcdSocket));
  for (const key of await keys.list()) if (!isKept(key)) await keys.remove(key);
  etcd.process.kill('SIGTERM');
  await etcd.ended;
  const data = join(directory, etcdData);
  await shrinkLogs(data);
  return data;
}
