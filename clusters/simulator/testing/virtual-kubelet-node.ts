import { type KnownKind, resources } from '../../../harness/api/resources.ts';
import type { Pod } from '../../../harness/kubernetes.ts';
import { type ManualClock, manualClock } from '../../../harness/testing/manual-clock.ts';
import { threeZones } from '../../topology/testing/three-zones.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import { type ContainerGroups, containerGroups } from '../virtual-kubelet/container-groups.ts';
import type { Profile } from '../virtual-kubelet/profile.ts';
import { runVirtualKubelet } from '../virtual-kubelet/run-virtual-kubelet.ts';
import { type MemoryApi, memoryApi, type Stored } from './memory-api.ts';

export interface VirtualNode extends Disposable {
  readonly api: MemoryApi;
  readonly clock: ManualClock;
  readonly groups: ContainerGroups;
  /** Binds a Pod to the node; by default it is `web` and has one container. */
  bind(pod?: { readonly name?: string; readonly spec?: object; readonly metadata?: object }): Promise<void>;
  pod(name?: string): Pod | undefined;
  /** `reason xCount: message` of each Event, in the order in which they first came. */
  events(): string[];
  /** Ends the process, and starts another. */
  stop(): void;
  start(): Promise<void>;
}

/** A virtual node in memory, registered, with a clock that stands still. */
export async function virtualNode(
  profile: Profile,
  { objects = [] }: { readonly objects?: readonly Stored[] } = {},
): Promise<VirtualNode> {
  const clock = manualClock();
  const api = memoryApi(clock);
  const cloud = simulatedCloud({ clock, topology: threeZones({ machines: [] }) });
  const startsWithin = profile.containersStart ? 3_000 : undefined;
  const groups = containerGroups({ cloud, startsWithin });
  for (const object of objects) await api.create(resources[object.kind as KnownKind], object);
  let process: Disposable | undefined;

  async function start(): Promise<void> {
    const starting = runVirtualKubelet(api, { profile, cloud, groups, address: '10.224.0.115' });
    await clock.advance(3_000);
    process = await starting;
  }
  await start();

  return {
    api,
    clock,
    groups,
    async bind({ name = 'web', spec = {}, metadata = {} } = {}) {
      await api.request('POST', '/api/v1/namespaces/default/pods', {
        body: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name, namespace: 'default', ...metadata },
          spec: { ...podDefaults, ...spec },
          status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True' }], qosClass: 'BestEffort' },
        },
      });
    },
    pod: (name = 'web') => api.all('pods').find(({ metadata }) => metadata?.name === name) as Pod | undefined,
    events: () => api.all('events').map(({ reason, count, message }) => `${reason} x${count}: ${message}`),
    stop: () => process?.[Symbol.dispose](),
    start,
    [Symbol.dispose]() {
      process?.[Symbol.dispose]();
      groups[Symbol.dispose]();
    },
  };
}

const podDefaults = {
  nodeName: 'virtual-node-aci-linux',
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  serviceAccountName: 'default',
  containers: [{ name: 'web', image: 'nginx' }],
};
