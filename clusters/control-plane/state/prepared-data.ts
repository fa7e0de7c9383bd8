import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Agent } from 'undici';
import type { Binaries } from '../binaries/binaries.ts';
import { apiServerFlags, controllerManagerFlags, etcdFlags } from '../processes/flags.ts';

/** Raised when what is kept of a cluster changes. */
const edition = 2;

/** Where the data of a freshly bootstrapped etcd are, or will be, for these programs and flags. */
export function preparedDataPath(cache: string, { kubernetes, etcd }: Pick<Binaries, 'kubernetes' | 'etcd'>): string {
  const any = { port: 0, pace: 1 };
  const made = [edition, kubernetes, etcd, etcdFlags(), apiServerFlags(any), controllerManagerFlags(any)];
  const hash = createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 16);
  return join(cache, 'etcd-data', `kubernetes-${kubernetes}-${hash}`);
}

/** Puts data into the cache as a whole or not at all; the first of two processes wins. */
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

/**
 * Whether a key of a fresh cluster may serve others: every first start writes the same. It names no addresses,
 * certificates or lifetimes. The controller manager must make its objects again, which shows that it works.
 */
export function isKept(key: string): boolean {
  // The controllers' own ServiceAccounts; tokens are not stored with them.
  if (key.startsWith('/registry/serviceaccounts/kube-system/')) return !key.endsWith('/default');
  return kept.some((prefix) => key.startsWith(`/registry/${prefix}/`));
}

const kept = [
  'apiregistration.k8s.io/apiservices',
  'clusterrolebindings',
  'clusterroles',
  'flowschemas',
  'ipaddresses',
  'namespaces',
  'priorityclasses',
  'prioritylevelconfigurations',
  'ranges',
  'rolebindings',
  'roles',
  'servicecidrs',
  'services/specs',
] as const;

/**
 * The keys of an etcd that listens on a unix socket, through its JSON gateway:
 * https://etcd.io/docs/latest/dev-guide/api_grpc_gateway
 */
export function etcdKeys(socketPath: string) {
  const agent = new Agent({ connect: { socketPath } });
  async function post(path: string, body: object): Promise<{ readonly kvs?: readonly { readonly key: string }[] }> {
    const request = { origin: 'http://etcd', path, method: 'POST', body: JSON.stringify(body) } as const;
    const { statusCode, body: answer } = await agent.request(request);
    if (statusCode !== 200) throw new Error(`etcd answered ${statusCode} to ${path}: ${(await answer.text()).trim()}`);
    return (await answer.json()) as Awaited<ReturnType<typeof post>>;
  }

  return {
    async list(): Promise<readonly string[]> {
      // A zero byte stands for the first key, and as the end of the range for the last.
      const range = { key: 'AA==', range_end: 'AA==', keys_only: true };
      const { kvs = [] } = await post('/v3/kv/range', range);
      return kvs.map(({ key }) => Buffer.from(key, 'base64').toString());
    },
    remove: (key: string) => post('/v3/kv/deleterange', { key: Buffer.from(key).toString('base64') }),
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

const block = 1024 * 1024;

/**
 * Cuts the zeros off etcd's 64 MB log files, so that a copy takes a millisecond. etcd takes the end of a file for the
 * end of the log, as it does zeros (server/storage/wal/decoder.go), and extends it again.
 */
export async function shrinkLogs(data: string): Promise<void> {
  const directory = join(data, 'member', 'wal');
  const files = (await readdir(directory)).filter((file) => file.endsWith('.wal'));
  await Promise.all(files.map((file) => cutZeros(join(directory, file))));
}

async function cutZeros(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  const { size } = await file.stat();
  const buffer = Buffer.alloc(block);
  for (let start = Math.floor((size - 1) / block) * block; start >= 0; start -= block) {
    const { bytesRead } = await file.read(buffer, 0, block, start);
    const last = buffer.subarray(0, bytesRead).findLastIndex((byte) => byte !== 0);
    // Records are padded to eight bytes, and the padding is zeros.
    if (last >= 0) return file.truncate(Math.min(size, start + (Math.floor(last / 8) + 1) * 8));
  }
}
