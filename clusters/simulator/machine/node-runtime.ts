import type { ApiClient } from '../../../harness/api/client.ts';
import type { Clock } from '../../../harness/clock.ts';
import { type EventRecorder, eventRecorder, type NewEvent } from '../events.ts';
import { kubeletServer } from '../kubelet-server.ts';
import { type NodeDrivers, nodeDrivers } from './csi-drivers.ts';
import { fetchFrom } from './lookups.ts';
import type { VmNode } from './node-object.ts';
import { type NodeVolumes, nodeVolumes, type VolumesInUse, volumesInUse } from './node-volumes.ts';
import { podLog } from './pod-logs.ts';
import type { KubeletTexts } from './pod-status.ts';
import type { Storage } from './pod-volumes.ts';
import { postConditions, type RegisteredNode, register, renewLease } from './registration.ts';
import type { RunningPod } from './running-pod.ts';
import type { StatusWriter } from './status-writer.ts';

/** What the pods of one node share. */
export interface Host extends Storage {
  readonly node: string;
  readonly address: string;
  readonly clock: Clock;
  readonly texts: KubeletTexts;
  /** Images that have been pulled to this node. */
  readonly images: Set<string>;
  readonly events: Pick<EventRecorder, 'record'>;
  /** The CSI volumes that are mounted on it. */
  readonly volumes: NodeVolumes;
  /** Aborted when its machine is off or gone. */
  readonly stopped: AbortSignal;
  /** Whether its machine is off or gone, and it does nothing any more. */
  isDown(): boolean;
  /** Whether it is cut off from the API server, of which its containers know nothing. */
  isSilent(): boolean;
  /** Takes an address for a pod from the node's subnet. */
  allocate(): string;
  /** Gives a pod's address back, if it has one of its own. */
  release(running: RunningPod): void;
  /** Says that the status that follows from a pod's state may be another now. */
  changed(running: RunningPod): void;
}

/** One container of one pod, while its kubelet takes care of it. */
export interface ContainerScope {
  readonly running: RunningPod;
  readonly host: Host;
  readonly isInit: boolean;
  /** Aborted when the pod is to end. */
  readonly signal: AbortSignal;
}

/** Records an event about one container of a pod. */
export function containerEvent(
  { running, host, isInit }: ContainerScope,
  container: string,
  event: Omit<NewEvent, 'fieldPath'>,
): void {
  const fieldPath = `spec.${isInit ? 'initContainers' : 'containers'}{${container}}`;
  host.events.record(running.pod, { ...event, fieldPath });
}

/** `name_namespace(uid)`, as the kubelet names a pod in its messages. */
export function inKubeletsWords({ pod: { metadata = {} } }: Pick<RunningPod, 'pod'>): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}

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

/** The nodes of the simulator, while their machines are there. */
export interface NodeHosts extends AsyncDisposable {
  /** Undefined for a node of others, and for one whose machine is off. */
  hostOf(node: string): Host | undefined;
  /** Whether it is, or may again be, a node of this simulator. */
  isOurs(node: string): boolean;
  /** Those that say that they are alive. */
  alive(): readonly RegisteredNode[];
  /** Registers a node; rejects when the API server does not take it. `undefined` when its machine is switched off before. */
  boot(node: VmNode, options?: { readonly isSilent?: boolean }): Promise<Host | undefined>;
  shutDown(node: string, options?: { readonly forEver?: boolean }): void;
  /** Cuts a node off from the API server, or lets it reach it again. */
  setSilent(node: string, isSilent: boolean): Promise<void>;
}

interface Member {
  readonly booted: Booted;
  node?: RegisteredNode;
  port?: Disposable | undefined;
}

const retryPause = 1_000;

/** `pods` are those whose logs port 10250 of their nodes tells. Disposing it writes the events that are still to be written. */
export function nodeHosts(shared: Shared, pods: () => ReadonlyMap<string, RunningPod>): NodeHosts {
  const { api, storage, problem } = shared;
  const { clock, network } = storage.cloud;
  const members = new Map<string, Member>();
  const known = new Set<string>();
  const closing = new Set<Promise<void>>();
  let alive: readonly RegisteredNode[] | undefined;

  function registered(node: string): Member | undefined {
    const member = members.get(node);
    return member?.node && member;
  }

  /** Port 10250, which answers as long as the machine is there and reachable. */
  function answer(member: Member): void {
    member.port?.[Symbol.dispose]();
    alive = undefined;
    const { name, address } = member.node ?? {};
    member.port = undefined;
    if (!name || !address || member.booted.host.isSilent()) return;
    const server = kubeletServer({
      log: (wanted) => podLog(pods(), wanted, clock),
      pods: () => [...pods().values()].filter(({ pod }) => pod.spec.nodeName === name).map(({ pod }) => pod),
    });
    member.port = network.listen(address, 10250, server);
  }

  function close(member: Member): void {
    const closed = member.booted.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    hostOf: (node) => registered(node)?.booted.host,
    isOurs: (node) => known.has(node),
    alive() {
      const speaking = [...members.values()].filter(({ booted }) => !booted.isSilent);
      alive ??= speaking.flatMap(({ node }) => node ?? []);
      return alive;
    },
    async boot(node, { isSilent = false } = {}) {
      const member: Member = { booted: booted(node, shared) };
      const { host, drivers, stop } = member.booted;
      member.booted.isSilent = isSilent;
      members.set(node.name, member);
      known.add(node.name);
      while (member.booted.isSilent && !stop.signal.aborted) {
        await clock.sleep(retryPause, stop.signal).catch(() => undefined);
      }
      if (stop.signal.aborted) return undefined;
      member.node = await register(api, node, { clock, drivers, problem });
      if (stop.signal.aborted) return undefined;
      answer(member);
      return host;
    },
    shutDown(name, { forEver = false } = {}) {
      if (forEver) known.delete(name);
      const member = members.get(name);
      if (!member) return;
      members.delete(name);
      member.booted.stop.abort();
      answer(member);
      close(member);
    },
    async setSilent(name, isSilent) {
      const member = members.get(name);
      if (!member) return;
      member.booted.isSilent = isSilent;
      answer(member);
      if (isSilent || !member.node) return;
      await renewLease(api, member.node, clock);
      await postConditions(api, member.node, clock.now());
    },
    async [Symbol.asyncDispose]() {
      for (const member of members.values()) {
        member.port?.[Symbol.dispose]();
        close(member);
      }
      members.clear();
      await Promise.all(closing);
    },
  };
}
