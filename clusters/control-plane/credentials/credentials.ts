import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Connection } from '../../../harness/api/connection.ts';
import { type Identity, makeAuthority } from './authority.ts';

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

/** Connections to the API server, by the identity that they have there. */
export interface Connections {
  readonly admin: Connection;
  readonly scheduler: Connection;
}

/** Makes every key and certificate of one cluster, and writes them with mode 0600. */
export async function writeCredentials(directory: string, server: string): Promise<Connections> {
  const authority = await makeAuthority('plimsoll');
  const [serving, nodeClient, admin, controllerManager, scheduler, serviceAccount] = await Promise.all([
    authority.issue({ commonName: 'kube-apiserver', answersTo }),
    authority.issue({ commonName: 'kube-apiserver-kubelet-client' }),
    authority.issue({ commonName: 'plimsoll', organization: 'system:masters' }),
    authority.issue({ commonName: 'system:kube-controller-manager' }),
    authority.issue({ commonName: 'system:kube-scheduler' }),
    authority.issue({ commonName: 'service-accounts' }),
  ]);
  const connect = ({ certificate, key }: Identity): Connection => ({
    server,
    ca: authority.certificate,
    certificate,
    key,
  });
  const files = credentialFiles;
  const contents: Readonly<Record<string, string>> = {
    [files.authority]: authority.certificate,
    [files.authorityKey]: authority.key,
    [files.serving]: serving.certificate,
    [files.servingKey]: serving.key,
    [files.nodeClient]: nodeClient.certificate,
    [files.nodeClientKey]: nodeClient.key,
    [files.serviceAccount]: serviceAccount.certificate,
    [files.serviceAccountKey]: serviceAccount.key,
    [files.admin]: kubeconfig(connect(admin)),
    [files.controllerManager]: kubeconfig(connect(controllerManager)),
    [files.scheduler]: kubeconfig(connect(scheduler)),
  };
  await Promise.all(
    Object.entries(contents).map(([name, content]) => writeFile(join(directory, name), content, { mode: 0o600 })),
  );
  return { admin: connect(admin), scheduler: connect(scheduler) };
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
