import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Binaries } from '../binaries/binaries.ts';
import { apiServerFlags } from '../processes/api-server.ts';
import { controllerManagerFlags } from '../processes/controller-manager.ts';
import { etcdFlags } from '../processes/etcd.ts';

/** Raised when what is kept of a cluster changes. */
const edition = 2;

/** Where the data of a freshly bootstrapped etcd are, or will be, for these programs and flags. */
export function preparedDataPath(cache: string, { kubernetes, etcd }: Pick<Binaries, 'kubernetes' | 'etcd'>): string {
  const any = { port: 0, pace: 1 };
  const made = [edition, kubernetes, etcd, etcdFlags(), apiServerFlags(any), controllerManagerFlags(any)];
  const hash = createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 16);
  return join(cache, 'etcd-data', `kubernetes-${kubernetes}-${hash}`);
}

/** Puts prepared data into a cluster's directory. */
export async function usePreparedData(prepared: string, data: string): Promise<void> {
  await cp(prepared, data, { recursive: true });
}

/** Puts data into the cache so that they are there as a whole or not at all; the first of two that do so at once wins. */
export async function keepPreparedData(data: string, prepared: string): Promise<void> {
  const parent = dirname(prepared);
  const partial = await mkdtemp(join(parent, '.partial-'));
  try {
    await cp(data, partial, { recursive: true });
    await rename(partial, prepared);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(prepared)) throw error;
  }
}
