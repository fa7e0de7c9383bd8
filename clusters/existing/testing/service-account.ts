import type { AuthenticationV1TokenRequest } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import type { ApiClient } from '../../../harness/api/client.ts';
import { type KubernetesObject, type Resource, resources } from '../../../harness/api/resources.ts';

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
