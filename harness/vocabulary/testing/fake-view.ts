import type { KubernetesObject } from '../../api/resources.ts';
import type { ClusterView, HttpAnswer, Refusal } from '../expectation.ts';

interface Shown {
  readonly answer?: HttpAnswer;
  readonly history?: readonly string[];
  /** By manifest. */
  readonly refusals?: Readonly<Record<string, Refusal>>;
  /** By Pod. */
  readonly logs?: Readonly<Record<string, string>>;
}

/** A view of exactly these objects, for tests of expectations. */
export function fakeView(
  objects: readonly object[],
  { answer, history = [], refusals = {}, logs = {} }: Shown = {},
): ClusterView {
  const all = objects as readonly KubernetesObject[];
  const ofKind = (kind: string) => all.filter((object) => object.kind === kind);
  return {
    namespace: 'ours',
    get: <T>(kind: string, name: string) =>
      ofKind(kind).find(({ metadata }) => metadata?.name === name) as T | undefined,
    list: <T>(kind: string, labels = {}) =>
      ofKind(kind).filter(({ metadata }) =>
        Object.entries(labels).every(([name, value]) => metadata?.labels?.[name] === value),
      ) as T[],
    answer: () => answer,
    refusal: (manifest) => refusals[manifest],
    log: ({ pod }) => logs[pod],
    history: () => history,
  };
}

export const virtual = 'virtual-node-aci-linux';
export const machine = 'aks-agentpool-0';

/** A virtual node and a VM node of 1.9 CPUs. */
export const nodes = [
  {
    kind: 'Node',
    metadata: { name: virtual, labels: { type: 'virtual-kubelet' } },
    spec: { taints: [{ key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' }] },
    status: {
      capacity: { cpu: '10k', pods: '5k' },
      allocatable: { cpu: '10k', pods: '5k' },
      nodeInfo: { kubeletVersion: 'v1.19.10-vk-azure-aci-1.4.8' },
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
    },
  },
  { kind: 'Node', metadata: { name: machine, labels: {} }, status: { allocatable: { cpu: '1900m' } } },
];

/** A Pod that runs on the node; `status` and `metadata` replace what differs. */
export function podOn(nodeName: string | undefined, { metadata = {}, spec = {}, status = {} } = {}) {
  return {
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' }, ...metadata },
    spec: { ...(nodeName && { nodeName }), containers: [{ name: 'main' }], ...spec },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], podIP: '10.241.0.4', ...status },
  };
}

/** What a provider leaves of a Pod that it turned down. */
export const refused = (message: string) => ({
  phase: 'Pending',
  reason: 'ProviderFailed',
  message,
  podIP: undefined,
  conditions: [{ type: 'PodScheduled', status: 'True' }],
});
