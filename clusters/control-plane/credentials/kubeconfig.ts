import { stringify } from 'yaml';
import type { Connection } from '../../../harness/api/connection.ts';

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
