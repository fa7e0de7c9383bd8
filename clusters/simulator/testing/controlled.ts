import type { Cluster } from '../../../harness/cluster.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { simulatedCloud } from '../../simulators/cloud/simulated-cloud.ts';
import { memoryApi, type Stored } from '../../simulators/virtual-kubelet/testing/memory-api.ts';
import { threeZones } from '../../topology/testing/three-zones.ts';
import type { Topology } from '../../topology/topology.ts';
import { cloudController } from '../cloud/cloud-controller.ts';
import type { Node } from '../cloud/cloud-node.ts';

/** A cloud's controller manager over an API server in memory and a cloud of three zones, on a clock that stands still. */
export async function controlled(profile: 'aws' | 'nifcloud' = 'aws', wanted: Partial<Topology> = {}) {
  const clock = manualClock();
  const cloud = simulatedCloud({ clock, topology: threeZones({ cloud: profile, ...wanted }) });
  const api = memoryApi(clock);
  const problems: string[] = [];
  const simulator = cloudController({ cloud, profile, problem: (message) => void problems.push(message) });
  const attached = await simulator.attachTo({ api } as unknown as Cluster);

  /** Lets all be done that follows from what happened, and `ms` pass. */
  const pass = async (ms = 0) => {
    await clock.advance(ms);
    // An event is written when what it tells of is.
    for (let turn = 0; turn < 5; turn++) await clock.advance(0);
  };
  return {
    api,
    cloud,
    problems,
    pass,
    async register(name: string, wanted: Partial<Node> = {}): Promise<void> {
      await api.create(
        { apiVersion: 'v1', kind: 'Node', plural: 'nodes', namespaced: false },
        registered(name, wanted),
      );
      await pass();
    },
    async change(name: string, change: (node: Stored) => void): Promise<void> {
      api.edit(`/api/v1/nodes/${name}`, change);
      await pass();
    },
    node: (name: string) => api.all('nodes').find(({ metadata }) => metadata?.name === name) as Node | undefined,
    /** Of which object, from whom, with which reason and message. */
    events: () => api.all('events').map(inWords),
    [Symbol.asyncDispose]: () => attached[Symbol.asyncDispose](),
  };
}

/** As a kubelet with an external cloud provider registers it. */
function registered(name: string, { metadata, spec, status }: Partial<Node>): Node {
  const taints = [{ key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' }];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, ...metadata },
    spec: spec ?? { taints },
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [{ type: 'Hostname', address: name }],
      ...status,
    },
  };
}

function inWords({ involvedObject, source, reason, message }: Stored): string {
  const { name } = involvedObject as { name: string };
  return `${name}: ${(source as { component: string }).component} ${reason} ${message}`;
}
