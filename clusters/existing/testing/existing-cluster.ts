import { readFileSync } from 'node:fs';
import type { AuthenticationV1TokenRequest } from '@kubernetes/client-node';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/resources.ts';
import { type Resource, resources } from '../../../harness/api/resources.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import { type OneNodeOptions, oneNode } from '../../testing/one-node.ts';
import type { ClusterEntry, UserEntry } from '../kubeconfig.ts';

/** A control plane with one node: to the holder of its kubeconfig, an existing cluster. */
export async function plane(sources: Omit<OneNodeOptions, 'pace'>): Promise<Cluster> {
  const options = { pace: 10, progress: () => undefined, signal: new AbortController().signal };
  return oneNode({ ...sources, pace: 10 }).start(options);
}

/** A kubeconfig for the same server with other fields of its cluster or another user; its context is `other`. */
export function kubeconfigOf(
  { kubeconfig }: Pick<Cluster, 'kubeconfig'>,
  { cluster, user }: { cluster?: ClusterEntry; user?: UserEntry },
): string {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
  return stringify({
    contexts: [{ name: 'other', context: { cluster: 'other', user: 'other' } }],
    clusters: [{ name: 'other', cluster: { ...clusters[0].cluster, ...cluster } }],
    users: [{ name: 'other', user: user ?? users[0].user }],
  });
}

/** Makes a ServiceAccount in the namespace `default` that may do nothing, and a token for it. */
export async function serviceAccount(api: ApiClient, name: string): Promise<string> {
  const metadata = { namespace: 'default', name };
  await api.create(resources.ServiceAccount, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  const { status } = await api.create<AuthenticationV1TokenRequest>(
    resources.ServiceAccount,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} } as KubernetesObject,
    { ...metadata, subresource: 'token' },
  );
  return status?.token ?? '';
}

/** Creates the ClusterRole and the ClusterRoleBinding that are written there. */
export async function grant(api: ApiClient, yaml: string): Promise<void> {
  for (const document of parseAllDocuments(yaml)) {
    const object = document.toJS() as KubernetesObject & { kind: string };
    await api.create(ofRbac(object.kind), object);
  }
}

function ofRbac(kind: string): Resource {
  const plural = `${kind.toLowerCase()}s`;
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, plural, namespaced: false };
}
