import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Connection } from '../../../harness/api/connection.ts';
import { makeAuthority } from './authority.ts';

/** Names of the files in the state directory that the control plane reads its credentials from. */
export const credentialFiles = {
  authority: 'ca.crt',
  authorityKey: 'ca.key',
  serving: 'serving.crt',
  servingKey: 'serving.key',
  nodeClient: 'node-client.crt',
  nodeClientKey: 'node-client.key',
  serviceAccount: 'service-account.crt', // the API server takes a public key from a certificate only
  serviceAccountKey: 'service-account.key',
  admin: 'kubeconfig',
  controllerManager: 'controller-manager.kubeconfig',
  scheduler: 'scheduler.kubeconfig',
} as const;

/** Connections to the API server, by their identity there. */
export type Connections = Readonly<Record<'admin' | 'scheduler', Connection>>;

/** Makes every key and certificate of one cluster, and writes them with mode 0600. */
export async function writeCredentials(directory: string, server: string): Promise<Connections> {
  const { issue, ...authority } = await makeAuthority('plimsoll');
  const connect = async (commonName: string, organization?: string): Promise<Connection> => {
    const identity = await issue({ commonName, ...(organization && { organization }) });
    return { server, ca: authority.certificate, ...identity };
  };
  const [serving, nodeClient, serviceAccount, admin, controllerManager, scheduler] = await Promise.all([
    issue({ commonName: 'kube-apiserver', answersTo }),
    issue({ commonName: 'kube-apiserver-kubelet-client' }),
    issue({ commonName: 'service-accounts' }),
    connect('plimsoll', 'system:masters'),
    connect('system:kube-controller-manager'),
    connect('system:kube-scheduler'),
  ]);
  const write = (name: keyof typeof credentialFiles, content = '') =>
    writeFile(join(directory, credentialFiles[name]), content, { mode: 0o600 });
  const identities = { authority, serving, nodeClient, serviceAccount };
  const connections = { admin, controllerManager, scheduler };
  await Promise.all([
    ...Object.entries(identities).flatMap(([name, { certificate, key }]) => [
      write(name as keyof typeof identities, certificate),
      write(`${name as keyof typeof identities}Key`, key),
    ]),
    ...Object.entries(connections).map(([name, one]) => write(name as keyof typeof connections, kubeconfig(one))),
  ]);
  return connections;
}

const answersTo = [
  '127.0.0.1',
  'localhost',
  '10.0.0.1', // the Service `kubernetes`: the first address of the Services' range
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];

/** A kubeconfig that holds one connection, credentials included: write it with mode 0600. */
export function kubeconfig({ server, ca, certificate, key }: Connection): string {
  const name = 'plimsoll';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server, 'certificate-authority-data': base64(ca) } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) } }],
  });
}

function base64(pem = ''): string {
  return Buffer.from(pem).toString('base64');
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<'server' | 'certificate-authority-data', string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<'client-certificate-data' | 'client-key-data', string>> }[];
}

/** Reads a kubeconfig that kind or k3s wrote: one cluster, and one user with a certificate. */
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
