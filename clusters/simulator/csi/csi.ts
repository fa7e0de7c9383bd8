import { dirname, join } from 'node:path';
import { type ApiClient, ApiError, isNotFound } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/resources.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Cluster, Simulator } from '../../../harness/cluster.ts';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import type { DriverDefinition } from './definition.ts';
import { type DriverOptions, type RunningDriver, startDriver } from './driver.ts';
import type { StringMap } from './messages.ts';

/** Keeps the real sidecars of a driver running as objects need them; disposing the result ends them. */
export type StartSidecars = (options: {
  readonly api: ApiClient;
  readonly kubeconfig: string;
  readonly pace: number;
  /** Directory of their logs, which is made. */
  readonly logs: string;
  readonly driver: RunningDriver;
}) => AsyncDisposable;

export interface CsiOptions extends Pick<DriverOptions, 'mounter'> {
  readonly cloud: SimulatedCloud;
  readonly drivers: readonly DriverDefinition[];
  readonly startSidecars: StartSidecars;
}

export interface Csi {
  /** One for each driver, so that each is a component with its own version. */
  readonly simulators: readonly Simulator[];
  /** The attached drivers by their names. */
  readonly running: ReadonlyMap<string, RunningDriver>;
}

/** CSI drivers over the simulated cloud's storage, driven by the real sidecars. */
export function csi({ drivers, ...options }: CsiOptions): Csi {
  const running = new Map<string, RunningDriver>();
  const simulators = drivers.map(
    (definition): Simulator => ({
      component: { name: definition.component, version: definition.version, simulated: true },
      capabilities: definition.capabilities ?? [],
      attachTo: (cluster) => attached(definition, cluster, { ...options, running }),
    }),
  );
  return { simulators, running };
}

async function attached(
  definition: DriverDefinition,
  { api, kubeconfig, pace }: Cluster,
  { cloud, running, startSidecars, mounter }: Omit<CsiOptions, 'drivers'> & { running: Map<string, RunningDriver> },
): Promise<AsyncDisposable> {
  await using undo = new AsyncDisposableStack();
  // The cluster's own directory, which is removed with the cluster, and whose logs are collected.
  const own = dirname(kubeconfig);
  const secret = (namespace: string, name: string) => secretData(api, namespace, name);
  const options = { cloud, directory: join(own, 'csi'), secret, ...(mounter && { mounter }) };
  const driver = undo.use(await startDriver(definition, options));
  await ensureCsiDriver(definition, api);
  undo.use(startSidecars({ api, kubeconfig, pace, logs: join(own, 'logs'), driver }));
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
    // A cluster that stays may have it from an earlier run.
    if (!(error instanceof ApiError && error.status.reason === 'AlreadyExists')) throw error;
  });
}

async function secretData(api: ApiClient, namespace: string, name: string): Promise<StringMap | undefined> {
  try {
    const { data = {} } = await api.get<{ data?: StringMap }>(resources.Secret, { namespace, name });
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
    );
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
