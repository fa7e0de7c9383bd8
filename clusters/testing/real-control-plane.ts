import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ApiClient } from '../../harness/api/client.ts';
import type { KubernetesObject, Resource } from '../../harness/api/resources.ts';
import { watchAll } from '../../harness/api/watch.ts';
import { clockAt } from '../../harness/clock.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { findBinaries } from '../control-plane/binaries/binaries.ts';
import { embedded } from '../embedded/provider.ts';
import type { SimulatedCloud } from '../simulator/cloud/cloud.ts';
import { simulatedCloud } from '../simulator/cloud/cloud.ts';
import type { Topology } from '../topology/topology.ts';

export interface RealControlPlane extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly cloud: SimulatedCloud;
  /** What kubectl prints, both outputs together; an error of kubectl's is text too. */
  kubectl(...args: string[]): Promise<string>;
}

interface Programs {
  readonly cache: string;
  readonly assets: string | undefined;
  readonly registry: string | undefined;
}

/** A control plane without nodes whose connections to nodes end in a simulated cloud, both at the given pace. */
export async function realControlPlane(
  pace: number,
  { cache, assets, registry }: Programs,
  topology?: Topology,
): Promise<RealControlPlane> {
  const cloud = simulatedCloud({ clock: clockAt(pace), ...(topology && { topology }) });
  const found = (options: Parameters<Parameters<typeof embedded>[0]['findBinaries']>[0]) =>
    findBinaries({ ...options, cache, directory: assets, registry, kubectl: true });
  const options = { pace, progress: () => undefined, signal: new AbortController().signal };
  const { kubectl } = await found(options);
  if (!kubectl) throw new Error('expected kubectl next to the other programs; there is none');
  const cluster = await embedded({ cache, findBinaries: found, connectTo: cloud.network.connect }).start(options);

  return {
    cluster,
    cloud,
    async kubectl(...args) {
      const asked = promisify(execFile)(kubectl, ['--kubeconfig', cluster.kubeconfig, ...args]);
      const { stdout, stderr } = await asked.catch((error: { stdout: string; stderr: string }) => error);
      return stdout + stderr;
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

/** The objects of a kind as soon as they are as wanted; mocha's timeout ends the wait. */
export async function once<T extends KubernetesObject>(
  api: ApiClient,
  resource: Resource,
  wanted: (objects: readonly T[]) => boolean,
): Promise<readonly T[]> {
  const { promise, resolve } = Promise.withResolvers<readonly T[]>();
  const look = () => {
    const objects = [...watched.objects.values()];
    if (wanted(objects)) resolve(objects);
  };
  using watched = watchAll<T>(api, resource, () => queueMicrotask(look));
  await watched.ready;
  look();
  return await promise;
}
