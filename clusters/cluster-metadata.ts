import type { V1ConfigMap } from '@kubernetes/client-node';
import { type ApiClient, isNotFound } from '../harness/api/client.ts';
import type { KubernetesObject } from '../harness/api/objects.ts';
import { resources } from '../harness/api/resources.ts';
import type { Capability, Cluster, Component } from '../harness/cluster.ts';

/** What whoever made a simulated cluster vouches for, and its API does not show. */
export interface ClusterMetadata {
  readonly capabilities: readonly Capability[];
  readonly components: readonly Component[];
  /** How many times faster than the wall clock its simulators run. */
  readonly pace: number;
}

const namespace = 'kube-system';
const reference = { namespace, name: 'plimsoll-attested' };
const key = 'cluster.json';

/** Writes it down on the cluster itself, so that a later run, which knows no more than a kubeconfig, finds it. */
export async function writeClusterMetadata({ api, capabilities, components, pace }: Cluster): Promise<void> {
  const attested: ClusterMetadata & { readonly cluster: string } = {
    cluster: await idOf(api),
    capabilities: [...capabilities],
    components,
    pace,
  };
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...reference, labels: { 'app.kubernetes.io/managed-by': 'plimsoll' } },
    data: { [key]: JSON.stringify(attested, undefined, 2) },
  };
  await api.create(resources.ConfigMap, object as KubernetesObject);
}

/** Undefined where nobody attests anything; what was copied there from another cluster is nothing. */
export async function readClusterMetadata(api: ApiClient): Promise<ClusterMetadata | undefined> {
  const found = await api.get<V1ConfigMap>(resources.ConfigMap, reference).catch((error) => {
    if (!isNotFound(error)) throw error;
  });
  const text = found?.data?.[key];
  if (text === undefined) return undefined;
  const { cluster, ...attested } = JSON.parse(text) as ClusterMetadata & { readonly cluster?: string };
  return cluster === (await idOf(api)) ? attested : undefined;
}

/** A cluster has no id of its own; this namespace is there as long as it is. */
async function idOf(api: ApiClient): Promise<string> {
  const { metadata } = await api.get<KubernetesObject>(resources.Namespace, { name: namespace });
  return metadata?.uid ?? '';
}
