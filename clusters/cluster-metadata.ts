import { type ApiClient, isNotFound } from '../harness/api/client.ts';
import type { KubernetesObject } from '../harness/api/resources.ts';
import { resources } from '../harness/api/resources.ts';
import type { Capability, Cluster, Component } from '../harness/cluster.ts';
import type { ConfigMap } from '../harness/kubernetes.ts';

/** Facts about a simulated cluster that its API does not show. */
export interface ClusterMetadata {
  readonly capabilities: readonly Capability[];
  readonly components: readonly Component[];
  /** How many times faster than the wall clock its simulators run. */
  readonly pace: number;
}

const namespace = 'kube-system';
const reference = { namespace, name: 'plimsoll-cluster-metadata' };
const key = 'cluster.json';

/** Writes the metadata into the cluster, so that a later run, which has only a kubeconfig, finds it. */
export async function writeClusterMetadata({ api, capabilities, components, pace }: Cluster): Promise<void> {
  const metadata: ClusterMetadata = { capabilities: [...capabilities], components, pace };
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...reference, labels: { 'app.kubernetes.io/managed-by': 'plimsoll' } },
    data: { [key]: JSON.stringify({ cluster: await idOf(api), ...metadata }, undefined, 2) },
  };
  await api.create(resources.ConfigMap, object as KubernetesObject);
}

/** Undefined where there is no metadata, or where it was copied from another cluster. */
export async function readClusterMetadata(api: ApiClient): Promise<ClusterMetadata | undefined> {
  const found = await api.get<ConfigMap>(resources.ConfigMap, reference).catch((error) => {
    if (!isNotFound(error)) throw error;
  });
  const text = found?.data?.[key];
  if (text === undefined) return undefined;
  const { cluster, ...metadata } = JSON.parse(text) as ClusterMetadata & { readonly cluster?: string };
  return cluster === (await idOf(api)) ? metadata : undefined;
}

/** A cluster has no id, so the uid of a namespace that lives as long stands in for it. */
async function idOf(api: ApiClient): Promise<string> {
  const { metadata } = await api.get<KubernetesObject>(resources.Namespace, { name: namespace });
  return metadata?.uid ?? '';
}
