import type { PlacedNode, ScenarioReport } from '../../harness/report.ts';

const cause =
  'the volume of claim data-web-1 is in zone zone-b, but the only node there, vm-b, does not take it: cordoned';
const state = 'Pending, PodScheduled=False (Unschedulable), on no node';

/** Three zones: one Pod runs in the zone of its volume, another waits for a node in its volume's zone, a third for a volume. */
export const placedInZones: Pick<ScenarioReport, 'placement' | 'explanations'> = {
  placement: {
    nodes: [
      {
        name: 'control-plane',
        kind: 'control-plane',
        ready: true,
        unschedulable: false,
        taints: ['node-role.kubernetes.io/control-plane:NoSchedule'],
      },
      machine('vm-a', 'zone-a'),
      { ...machine('vm-b', 'zone-b'), unschedulable: true, taints: ['node.kubernetes.io/unschedulable:NoSchedule'] },
      { ...machine('vm-c', 'zone-c'), ready: false, taints: ['node.kubernetes.io/unreachable:NoExecute'] },
    ],
    pods: [
      { name: 'web-0', node: 'vm-a', state: 'Running, on vm-a', well: true, claims: ['data-web-0'] },
      { name: 'web-1', state, well: false, claims: ['data-web-1'], cause },
      { name: 'web-2', state: 'Pending, on no node', well: false, claims: ['data-web-2'] },
    ],
    claims: [
      { name: 'data-web-0', phase: 'Bound', volume: 'pv-0', storageClass: 'ebs' },
      { name: 'data-web-1', phase: 'Bound', volume: 'pv-1', storageClass: 'ebs' },
      { name: 'data-web-2', phase: 'Pending' },
    ],
    volumes: [
      { name: 'pv-0', zones: ['zone-a'], attachedTo: ['vm-a'] },
      { name: 'pv-1', zones: ['zone-b'], attachedTo: [] },
    ],
  },
  explanations: [
    {
      pod: { namespace: 'plimsoll-7f3a-zone-labels', name: 'web-1' },
      state,
      kind: 'unschedulable',
      cause,
      basis: 'scheduler',
      evidence: ['the scheduler: 0/4 nodes are available: 1 node(s) were unschedulable'],
      nodes: [
        {
          node: 'vm-a',
          zone: 'zone-a',
          reasons: [
            { rule: 'volume-affinity', text: 'in zone zone-a, the volume of claim data-web-1 is in zone zone-b' },
          ],
        },
        {
          node: 'vm-b',
          zone: 'zone-b',
          reasons: [{ rule: 'cordoned', text: 'cordoned since 05:06 UTC', group: 'cordoned', help: 'uncordon vm-b' }],
        },
        { node: 'vm-c', zone: 'zone-c', reasons: [] },
      ],
      helps: ['uncordon vm-b', 'a node in zone zone-b that takes the Pod'],
      unknown: ['storageclasses may not be read'],
    },
  ],
};

function machine(name: string, zone: string): PlacedNode {
  return { name, zone, kind: 'machine', ready: true, unschedulable: false, taints: [] };
}
