import type { ApiClient } from '../../../harness/api/client.ts';
import { type EventRecorder, eventRecorder } from '../events.ts';
import type { Host } from './host.ts';
import { fetchFrom } from './lookups.ts';
import { type NodeDrivers, nodeDrivers } from './node-service.ts';
import { nodeVolumes } from './node-volumes.ts';
import type { StatusWriter } from './status-writer.ts';
import type { KubeletTexts } from './texts.ts';
import type { VmNode } from './vm-node.ts';
import type { Storage } from './volumes.ts';
import { type VolumesInUse, volumesInUse } from './volumes-in-use.ts';

/** What all nodes of the simulator share. */
export interface Shared {
  readonly api: ApiClient;
  /** For events, which can wait. */
  readonly eventsApi: Pick<ApiClient, 'create' | 'patch'>;
  readonly storage: Storage;
  readonly texts: KubeletTexts;
  readonly status: StatusWriter;
  /** Where pods get their addresses. */
  readonly subnet: string;
  readonly endpoints: Parameters<typeof nodeDrivers>[0]['endpoints'];
  readonly connect: Parameters<typeof nodeDrivers>[0]['connect'];
  readonly problem: (message: string) => void;
}

/** A node from one boot of its machine to the end of it. */
export interface Booted {
  readonly host: Host;
  readonly drivers: NodeDrivers;
  readonly inUse: VolumesInUse;
  /** Aborted, it does nothing any more. */
  readonly stop: AbortController;
  /** While it is cut off. */
  isSilent: boolean;
  /** Writes the events that are still to be written. */
  close(): Promise<void>;
}

export function booted({ name, address }: Pick<VmNode, 'name' | 'address'>, shared: Shared): Booted {
  const { api, eventsApi, storage, texts, status, subnet, endpoints, connect } = shared;
  const { clock, network, mounts } = storage.cloud;
  const stop = new AbortController();
  let events: EventRecorder | undefined;
  const drivers = nodeDrivers({ machine: name, endpoints, connect });
  const reached = async () => {
    while (node.isSilent) await clock.sleep(reconnectionPause, stop.signal);
  };
  const waits: Pick<ApiClient, 'get' | 'patch'> = {
    get: async (...args) => {
      await reached();
      return api.get(...args);
    },
    patch: async (...args) => {
      await reached();
      return api.patch(...args);
    },
  };
  const inUse = volumesInUse({ api: waits, node: name, clock, signal: stop.signal });
  const lookups = { ...storage.lookups, fetch: fetchFrom(waits) };
  const { fetch } = lookups;
  const volumes = nodeVolumes({ node: name, clock, fetch, drivers, inUse, mounts: mounts(name) });
  const node: Booted = {
    drivers,
    inUse,
    stop,
    isSilent: false,
    async close() {
      drivers[Symbol.dispose]();
      await events?.[Symbol.asyncDispose]();
    },
    host: {
      ...storage,
      lookups,
      node: name,
      address,
      clock,
      texts,
      images: new Set(),
      volumes,
      stopped: stop.signal,
      isDown: () => stop.signal.aborted,
      isSilent: () => node.isSilent || stop.signal.aborted,
      events: {
        record(object, event) {
          if (node.host.isSilent()) return;
          events ??= eventRecorder(eventsApi, { component: 'kubelet', host: name, clock });
          events.record(object, event);
        },
      },
      allocate: () => network.allocate(subnet),
      release: ({ podIP }) => podIP && podIP !== address && network.release(podIP),
      changed: status.changed,
    },
  };
  return node;
}

/** How often a node that is cut off looks whether it still is. */
const reconnectionPause = 1_000;
