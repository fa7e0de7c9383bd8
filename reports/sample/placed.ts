import type { PlacedNode, ScenarioReport } from '../../harness/report.ts';

type Placed = Pick<ScenarioReport, 'placement' | 'explanations'>;

const nodes: readonly PlacedNode[] = [
  { name: 'aks-nodepool1-0', kind: 'machine', ready: true, unschedulable: false, taints: [] },
  {
    name: 'virtual-node-aci-linux',
    kind: 'virtual',
    ready: true,
    unschedulable: false,
    taints: ['virtual-kubelet.io/provider=azure:NoSchedule'],
  },
];

/** Where the one Pod of a scenario that passes is. */
export const runningPod: Placed = {
  placement: {
    nodes,
    pods: [
      {
        name: 'web',
        node: 'virtual-node-aci-linux',
        state: 'Running, on virtual-node-aci-linux',
        well: true,
        claims: [],
      },
    ],
    claims: [],
    volumes: [],
  },
};

const message = 'the requested resource is not available in the location "westeurope" at this moment';
const cause = `virtual-node-aci-linux refuses it (ProviderFailed): ${message}`;
const refused = {
  name: 'web-7d55d7679b-ftb5n',
  node: 'virtual-node-aci-linux',
  state: `Pending, ProviderFailed: ${message}, on virtual-node-aci-linux`,
};

/** Where a Pod is that a virtual node refuses, with its claim, and why. */
export const placedAndRefused: Placed = {
  placement: {
    nodes,
    pods: [{ ...refused, well: false, claims: ['data'], cause }],
    claims: [{ name: 'data', phase: 'Bound', volume: 'data-7f3a', storageClass: 'azurefile-csi' }],
    volumes: [{ name: 'data-7f3a', zones: [], attachedTo: [] }],
  },
  explanations: [
    {
      pod: { namespace: 'plimsoll-7f3a-pvc-is-refused', name: refused.name, node: refused.node },
      state: refused.state,
      kind: 'provider',
      cause,
      basis: 'status',
      evidence: [`Warning ProviderCreateFailed from virtual-node-aci-linux/pod-controller: ${message}`],
      nodes: [],
      helps: [],
      unknown: [],
    },
  ],
};
