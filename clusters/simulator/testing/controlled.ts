import type { ApiClient } from '../../../harness/api/client.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Node } from '../../../harness/kubernetes.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { threeZones } from '../../topology/testing/three-zones.ts';
import type { Topology } from '../../topology/topology.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import { type CloudControllerProfile, cloudController } from '../cloud/cloud-controller.ts';
import { memoryApi, type Stored } from './memory-api.ts';

/** A cloud controller manager over an API server in memory and a cloud of three zones, on a manual clock. */
export async function controlled({ check, ...wanted }: Pick<CloudControllerProfile, 'check'> & Partial<Topology> = {}) {
  const profile = { component: 'test-controller-manager', version: '1.2.3', ...(check && { check }) };
  const clock = manualClock();
  const cloud = simulatedCloud({ clock, topology: threeZones(wanted) });
  const api = memoryApi(clock);
  const problems: string[] = [];
  const simulator = cloudController({ cloud, profile, problem: (message) => void problems.push(message) });
  const attached = await simulator.attachTo({ api } as unknown as Cluster);

  /** Lets `ms` pass, and completes what follows. */
  const pass = async (ms = 0) => {
    await clock.advance(ms);
    // An event is written after the change that it reports.
    for (let turn = 0; turn < 5; turn++) await clock.advance(0);
  };
  /** Looks at each request first, and may refuse it. */
  function intercept(
    look: (request: { readonly method: string; readonly userAgent: string | undefined }) => void,
  ): void {
    const request: ApiClient['request'] = api.request;
    api.request = async (method, path, options) => {
      look({ method, userAgent: options?.userAgent });
      return request(method, path, options);
    };
  }

  return {
    api,
    intercept,
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
    /** Each as object, component, reason and message. */
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
