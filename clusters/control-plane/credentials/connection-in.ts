import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Connection } from '../../../harness/api/connection.ts';

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<'server' | 'certificate-authority-data', string>> }[];
  readonly users: readonly {
    readonly user: Readonly<Record<'client-certificate-data' | 'client-key-data', string>>;
  }[];
}

/** What a kubeconfig that kind wrote says: one cluster, and one user with a certificate. */
export async function connectionIn(kubeconfig: string): Promise<Connection> {
  const { clusters, users } = parse(await readFile(kubeconfig, 'utf8')) as Kubeconfig;
  const cluster = clusters[0]?.cluster;
  const user = users[0]?.user;
  if (!cluster || !user) throw new Error(`${kubeconfig}: a cluster and a user were expected, and one is not there`);
  return {
    server: cluster.server,
    ca: decoded(cluster['certificate-authority-data']),
    certificate: decoded(user['client-certificate-data']),
    key: decoded(user['client-key-data']),
  };
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
