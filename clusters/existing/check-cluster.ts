import type { VersionInfo } from '@kubernetes/client-node';
import type { ApiClient } from '../../harness/api/client.ts';
import { type KubernetesObject, resources } from '../../harness/api/resources.ts';
import { managedByUs, type StartOptions } from '../../harness/cluster.ts';
import { supportedVersions } from '../control-plane/binaries/versions.ts';
import type { ChosenContext } from './kubeconfig.ts';

/** The cluster's version without a leading `v`. Rejects when it does not answer, or has another minor than wanted. */
export async function readVersion(
  api: ApiClient,
  { name, cluster }: ChosenContext,
  { kubernetes: wanted, progress, signal }: StartOptions,
): Promise<string> {
  const { gitVersion } = await api.request<VersionInfo>('GET', '/version', { signal }).catch((cause: Error) => {
    signal.throwIfAborted();
    throw new Error(`context "${name}": could not ask ${cluster.server} for its version: ${cause.message}`, { cause });
  });
  const version = gitVersion.replace(/^v/, '');
  const minor = version.split('.', 2).join('.');
  if (wanted !== undefined && wanted !== minor)
    throw new Error(`context "${name}" has Kubernetes ${version}; ${wanted} was asked for`);
  const tested = supportedVersions.map((supported) => supported.minor);
  if (!tested.includes(minor))
    progress(`Plimsoll is tested with Kubernetes ${tested.join(', ')}; it goes on with ${version}`);
  return version;
}

/**
 * Rejects while namespaces of another run are on the cluster: we would take objects that it has cordoned, scaled or
 * changed for the original state, and restore them as they are now.
 */
export async function checkAlone(api: ApiClient, context: string): Promise<void> {
  const labelSelector = Object.entries(managedByUs).flat().join('=');
  const { items } = await api.list<KubernetesObject>(resources.Namespace, { labelSelector });
  const names = items.flatMap(({ metadata }) => (metadata?.deletionTimestamp ? [] : (metadata?.name ?? [])));
  if (names.length === 0) return;
  throw new Error(
    `context "${context}": another run is, or was, at work there, in ${names.join(', ')}; scenarios that change ` +
      'shared objects would take its changes for the original state. Wait until it ends or, if it was killed, see ' +
      `what it left (docs/existing.md) and kubectl delete namespaces -l ${labelSelector}`,
  );
}
