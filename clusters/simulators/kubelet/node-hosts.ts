import type { ApiClient } from '../../../harness/api/client.ts';
import { type EventRecorder, eventRecorder } from '../events.ts';
import { kubeletServer } from '../kubelet-server.ts';
import type { Host } from './host.ts';
import { podLog } from './pod-logs.ts';
import { type RegisteredNode, register } from './registration.ts';
import type { RunningPod } from './running-pod.ts';
import type { StatusWriter } from './status-writer.ts';
import type { KubeletTexts } from './texts.ts';
import { vmName } from './vm-node.ts';
import type { Storage } from './volumes.ts';

export interface NodeHosts extends AsyncDisposable {
  readonly registered: readonly RegisteredNode[];
  readonly byName: ReadonlyMap<string, Host>;
  /** Opens port 10250 of every node for the logs of these pods. */
  serve(pods: ReadonlyMap<string, RunningPod>): void;
}

interface HostsOptions {
  readonly api: ApiClient;
  /** For events, which can wait. */
  readonly eventsApi: Pick<ApiClient, 'create' | 'patch'>;
  readonly storage: Storage;
  readonly texts: KubeletTexts;
  readonly status: StatusWriter;
  readonly wanted: {
    readonly nodes: number;
    readonly subnet: string;
    readonly podsPerNode: number;
    readonly kubernetes: string;
  };
}

const registrationsAtOnce = 16;

/** Registers the nodes; disposing it writes the events that are still to be written and closes the nodes' ports. */
export async function nodeHosts({ api, eventsApi, storage, texts, status, wanted }: HostsOptions): Promise<NodeHosts> {
  const { clock, network } = storage.cloud;
  const { nodes, subnet, podsPerNode: pods, kubernetes } = wanted;
  const undo = new AsyncDisposableStack();
  const machines = Array.from({ length: nodes }, (_, index) => {
    const address = network.allocate(subnet);
    undo.defer(() => network.release(address));
    return { name: vmName(index), address, kubernetes, pods };
  });
  const registered: RegisteredNode[] = [];
  const queue = machines.values();
  await Promise.all(
    Array.from({ length: registrationsAtOnce }, async () => {
      for (const machine of queue) registered.push(await register(api, machine, clock));
    }),
  );

  const hosts = registered.map(({ name, address }): [string, Host] => {
    let events: EventRecorder | undefined;
    const recorder = () => {
      events ??= undo.use(eventRecorder(eventsApi, { component: 'kubelet', host: name, clock }));
      return events;
    };
    return [
      name,
      {
        ...storage,
        node: name,
        address,
        clock,
        texts,
        images: new Set(),
        events: { record: (object, event) => recorder().record(object, event) },
        allocate: () => network.allocate(subnet),
        release: ({ podIP }) => podIP && podIP !== address && network.release(podIP),
        changed: status.changed,
      },
    ];
  });
  return {
    registered,
    byName: new Map(hosts),
    serve(running) {
      for (const { name, address } of registered) {
        const served = {
          log: podLog.bind(undefined, running),
          pods: () => [...running.values()].filter(({ pod }) => pod.spec.nodeName === name).map(({ pod }) => pod),
        };
        undo.use(network.listen(address, 10250, kubeletServer(served)));
      }
    },
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  };
}
