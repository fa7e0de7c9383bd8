import { dirname, join } from 'node:path';
import { type ApiClient, ApiError, isNotFound } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Simulator } from '../../../harness/simulator.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { DriverDefinition } from './definition.ts';
import { type DriverOptions, type RunningDriver, startDriver } from './driver.ts';
import type { Text } from './messages.ts';
import { type FindSidecars, sidecarsOnDemand } from './sidecars/sidecars-on-demand.ts';

export interface CsiOptions extends Pick<DriverOptions, 'mounter'> {
  readonly cloud: Cloud;
  readonly drivers: readonly DriverDefinition[];
  readonly findSidecars: FindSidecars;
  /** Told what went wrong with a sidecar, which is started again. */
  readonly problem?: (message: string) => void;
}

export interface Csi {
  /** One a driver, so that each is a component with a version of its own. */
  readonly simulators: readonly Simulator[];
  /** The drivers that have been attached, by their names. */
  readonly running: ReadonlyMap<string, RunningDriver>;
}

/** CSI drivers over the simulated cloud's storage, driven by the real sidecars. */
export function csi({ drivers, ...options }: CsiOptions): Csi {
  const running = new Map<string, RunningDriver>();
  const simulators = drivers.map((definition) => simulator(definition, { ...options, running }));
  return { simulators, running };
}

type Surroundings = Omit<CsiOptions, 'drivers'> & { readonly running: Map<string, RunningDriver> };

function simulator(definition: DriverDefinition, surroundings: Surroundings): Simulator {
  return {
    component: { name: definition.component, version: definition.version, simulated: true },
    capabilities: definition.capabilities ?? [],
    attachTo: (cluster) => attached(definition, cluster, surroundings),
  };
}

async function attached(
  definition: DriverDefinition,
  { api, kubeconfig, pace }: Cluster,
  { cloud, running, findSidecars, mounter, problem = () => undefined }: Surroundings,
): Promise<AsyncDisposable> {
  await using undo = new AsyncDisposableStack();
  // The cluster's own directory, which goes when the cluster goes, and whose logs are collected.
  const own = dirname(kubeconfig);
  const driver = undo.use(
    await startDriver(definition, {
      cloud,
      directory: join(own, 'csi'),
      secret: secretsIn(api),
      ...(mounter && { mounter }),
    }),
  );
  await ensureCsiDriver(definition, api);
  undo.use(sidecarsOnDemand({ api, kubeconfig, driver, find: findSidecars, pace, logs: join(own, 'logs'), problem }));
  running.set(definition.name, driver);
  undo.defer(() => void running.delete(definition.name));
  return undo.move();
}

async function ensureCsiDriver({ name, csiDriver: spec }: DriverDefinition, api: ApiClient): Promise<void> {
  const object: KubernetesObject & { spec: object } = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSIDriver',
    metadata: { name },
    spec,
  };
  await api.create(resources.CSIDriver, object).catch((error) => {
    // A cluster that stays may have it from the last time.
    if (!(error instanceof ApiError && error.status.reason === 'AlreadyExists')) throw error;
  });
}

function secretsIn(api: ApiClient) {
  return async (namespace: string, name: string): Promise<Text | undefined> => {
    try {
      const { data = {} } = await api.get<{ data?: Record<string, string> }>(resources.Secret, { namespace, name });
      return Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
      );
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
}
