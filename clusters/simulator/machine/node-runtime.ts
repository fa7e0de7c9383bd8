import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/resources.ts';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import { type EventRecorder, eventRecorder, type NewEvent } from '../events.ts';
import { type DriverEndpoint, type NodeService, nodeDrivers } from './csi-drivers.ts';
import { fetchFrom, type Lookups } from './lookups.ts';
import { nodeVolumes, volumesInUse } from './node-volumes.ts';
import type { KubeletTexts } from './pod-status.ts';
import type { RunningPod } from './running-pod.ts';

export interface NodeOptions {
  readonly api: ApiClient;
  /** For events, which can wait. */
  readonly eventsApi: Pick<ApiClient, 'create' | 'patch'>;
  readonly cloud: SimulatedCloud;
  readonly lookups: Lookups;
  readonly texts: KubeletTexts;
  readonly changed: (running: RunningPod) => void;
  readonly endpoints: () => ReadonlyMap<string, DriverEndpoint>;
  readonly connect: (socket: string) => NodeService;
}

/** How often a node that is cut off checks whether it still is. */
const reconnectionPause = 1_000;

export type NodeRuntime = ReturnType<typeof nodeRuntime>;

/** What the pods of one node share, from one boot of its machine to the end of it. */
export function nodeRuntime(
  { name, address }: { readonly name: string; readonly address: string },
  { api, eventsApi, cloud, lookups, texts, changed, endpoints, connect }: NodeOptions,
) {
  const { clock, network } = cloud;
  const stopping = new AbortController();
  const { signal } = stopping;
  let isCutOff = false;
  let events: EventRecorder | undefined;

  const reached = async () => {
    while (isCutOff) await clock.sleep(reconnectionPause, signal);
  };
  const patientApi: Pick<ApiClient, 'get' | 'patch'> = {
    get: <T>(...args: Parameters<ApiClient['get']>) => reached().then(() => api.get<T>(...args)),
    patch: <T>(...args: Parameters<ApiClient['patch']>) => reached().then(() => api.patch<T>(...args)),
  };
  const isSilent = () => isCutOff || signal.aborted;
  const fetch = fetchFrom(patientApi);
  const drivers = nodeDrivers(name, endpoints, connect);
  const inUse = volumesInUse(patientApi, name, clock, signal);
  return {
    node: name,
    address,
    cloud,
    clock,
    lookups: { ...lookups, fetch },
    texts,
    images: new Set<string>(),
    drivers,
    volumes: nodeVolumes({ node: name, clock, fetch, drivers, inUse, mounts: cloud.mounts(name) }),
    /** Aborted when its machine is off or gone. */
    stopped: signal,
    /** While it is cut off or stopped it does not reach the API server. Its containers do not notice a cut. */
    isSilent,
    events: {
      record(object: KubernetesObject, event: NewEvent): void {
        if (isSilent()) return;
        events ??= eventRecorder(eventsApi, { component: 'kubelet', host: name, clock });
        events.record(object, event);
      },
    },
    allocate: () => network.allocate(cloud.topology?.subnet ?? ''),
    /** Gives a pod's address back, unless it is the node's. */
    release({ podIP }: RunningPod): void {
      if (podIP && podIP !== address) network.release(podIP);
    },
    changed,
    setCutOff(now: boolean): void {
      isCutOff = now;
    },
    stop: () => stopping.abort(),
    /** Writes the events that are still to be written. */
    async close(): Promise<void> {
      drivers[Symbol.dispose]();
      await events?.[Symbol.asyncDispose]();
    },
  };
}

export interface ContainerScope {
  readonly running: RunningPod;
  readonly runtime: NodeRuntime;
  readonly isInit: boolean;
  readonly signal: AbortSignal;
}

export function containerEvent(
  { running, runtime, isInit }: ContainerScope,
  container: string,
  type: NewEvent['type'],
  reason: string,
  message: string,
): void {
  const fieldPath = `spec.${isInit ? 'initContainers' : 'containers'}{${container}}`;
  runtime.events.record(running.pod, { type, reason, message, fieldPath });
}

/** `name_namespace(uid)`, as the kubelet names a pod in its messages. */
export function podInMessages({ pod: { metadata = {} } }: Pick<RunningPod, 'pod'>): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}
