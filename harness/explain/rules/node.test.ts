import { expect } from 'chai';
import { clusterOf, inZone, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { cordoned, nodeAffinity, taints } from './node.ts';

const key = 'node.kubernetes.io/unschedulable';
const tolerant = pod('web', { spec: { tolerations: [{ key, operator: 'Exists' }] } });

const cordonedNodes = [
  ['a node that is not', {}, pod('web'), []],
  ['one of this moment', { unschedulable: true }, pod('web'), ['cordoned']],
  [
    'one with the taint and its time',
    { unschedulable: true, taints: [{ key, effect: 'NoSchedule', timeAdded: '2026-03-01T14:02:11Z' }] },
    pod('web'),
    ['cordoned since 14:02 UTC'],
  ],
  [
    'one of another day',
    { unschedulable: true, taints: [{ key, effect: 'NoSchedule', timeAdded: '2026-02-27T08:00:00Z' }] },
    pod('web'),
    ['cordoned since 2026-02-27 08:00 UTC'],
  ],
  ['a Pod that tolerates it', { unschedulable: true }, tolerant, []],
] as const;

describe('cordoned', () => {
  for (const [what, spec, subject, texts] of cordonedNodes)
    it(`reports ${what}`, () => {
      const given = { ...spec, taints: [...('taints' in spec ? spec.taints : [])] };
      const lookup = clusterOf({ Node: [node('worker1', { spec: given })] });
      expect(reasonsOf(cordoned, subject, lookup)).to.deep.equal([[...texts]]);
    });

  it('helps by uncordoning the node', () => {
    const lookup = clusterOf({});
    const [reason] = cordoned.of(pod('web'), lookup)(node('worker1', { spec: { unschedulable: true } }));
    expect(reason?.help).to.equal('uncordon worker1');
  });
});

const provider = { key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' };
const lost = { key: 'node.kubernetes.io/unreachable', timeAdded: '2026-03-01T14:02:00Z' };

const taintedNodes = [
  [[], [], []],
  [[provider], [], ['taint virtual-kubelet.io/provider=azure:NoSchedule not tolerated']],
  [[provider], [{ key: provider.key, operator: 'Exists' }], []],
  [[provider], [{ key: provider.key, operator: 'Equal', value: 'azure', effect: 'NoSchedule' }], []],
  [
    [provider],
    [{ key: provider.key, value: 'aws' }],
    ['taint virtual-kubelet.io/provider=azure:NoSchedule not tolerated'],
  ],
  [
    [provider],
    [{ key: provider.key, operator: 'Exists', effect: 'NoExecute' }],
    ['taint virtual-kubelet.io/provider=azure:NoSchedule not tolerated'],
  ],
  [[provider], [{ operator: 'Exists' }], []],
  [[{ ...provider, effect: 'PreferNoSchedule' }], [], []],
  [
    [
      { ...lost, effect: 'NoSchedule' },
      { ...lost, effect: 'NoExecute' },
    ],
    [],
    ['unreachable since 14:02 UTC'],
  ],
  [[{ key: 'level', value: '5', effect: 'NoSchedule' }], [{ key: 'level', operator: 'Lt', value: '10' }], []],
  [
    [{ key: 'level', value: '5', effect: 'NoSchedule' }],
    [{ key: 'level', operator: 'Gt', value: '10' }],
    ['taint level=5:NoSchedule not tolerated'],
  ],
] as const;

describe('taints', () => {
  for (const [given, tolerations, texts] of taintedNodes)
    it(`${JSON.stringify(given)} against ${JSON.stringify(tolerations)}`, () => {
      const lookup = clusterOf({ Node: [node('worker1', { spec: { taints: [...given] } })] });
      const subject = pod('web', { spec: { tolerations: [...tolerations] } });
      expect(reasonsOf(taints, subject, lookup)).to.deep.equal([[...texts]]);
    });

  it('leaves the taint of a cordoned node to the rule about these', () => {
    const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
    const given = node('worker1', { spec: { unschedulable: true, taints: [taint] } });
    const uncordoned = node('worker2', { spec: { taints: [taint] } });
    expect(reasonsOf(taints, pod('web'), clusterOf({ Node: [given, uncordoned] }))).to.deep.equal([
      [],
      ['taint node.kubernetes.io/unschedulable:NoSchedule not tolerated'],
    ]);
  });

  it('does not advise to put Pods on the control plane', () => {
    const taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
    const [reason] = taints.of(pod('web'), clusterOf({}))(node('master', { spec: { taints: [taint] } }));
    expect(reason).to.not.have.property('help');
  });
});

const lookup = clusterOf({
  Node: [
    node('worker1', { labels: { ...inZone('a'), size: '4' } }),
    node('worker2', { labels: { ...inZone('c'), size: '16' } }),
  ],
});
const requiring = (...nodeSelectorTerms: readonly object[]) =>
  pod('web', {
    spec: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: nodeSelectorTerms as [] },
        },
      },
    },
  });
const expression = (key: string, operator: string, ...values: readonly string[]) => ({
  matchExpressions: [{ key, operator, values: [...values] }],
});

/** The nodes that are as wanted. */
const selectedNodes = [
  ['nothing', pod('web'), ['worker1', 'worker2']],
  ['a nodeSelector', pod('web', { spec: { nodeSelector: inZone('a') } }), ['worker1']],
  ['a nodeSelector with a label that no node has', pod('web', { spec: { nodeSelector: { disk: 'ssd' } } }), []],
  ['In', requiring(expression('topology.kubernetes.io/zone', 'In', 'c', 'd')), ['worker2']],
  ['NotIn', requiring(expression('topology.kubernetes.io/zone', 'NotIn', 'c')), ['worker1']],
  ['NotIn of a label that is not there', requiring(expression('disk', 'NotIn', 'ssd')), ['worker1', 'worker2']],
  ['Exists', requiring(expression('disk', 'Exists')), []],
  ['DoesNotExist', requiring(expression('disk', 'DoesNotExist')), ['worker1', 'worker2']],
  ['Gt', requiring(expression('size', 'Gt', '8')), ['worker2']],
  ['Lt', requiring(expression('size', 'Lt', '8')), ['worker1']],
  [
    'one term or another',
    requiring(expression('size', 'Lt', '8'), expression('size', 'Gt', '8')),
    ['worker1', 'worker2'],
  ],
  ['an empty term', requiring({}), []],
  [
    'the name of a node',
    requiring({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['worker2'] }] }),
    ['worker2'],
  ],
] as const;

describe('nodeAffinity', () => {
  for (const [what, subject, fits] of selectedNodes)
    it(`follows ${what}`, () => {
      const reasons = reasonsOf(nodeAffinity, subject, lookup);
      const taken = lookup.nodes.filter((_, at) => reasons[at]?.length === 0).map(({ metadata }) => metadata?.name);
      expect(taken).to.deep.equal([...fits]);
    });

  it('reports what the node has and what the Pod selects', () => {
    const subject = pod('web', { spec: { nodeSelector: { ...inZone('c'), disk: 'ssd' } } });
    expect(reasonsOf(nodeAffinity, subject, lookup)[0]).to.deep.equal([
      'has topology.kubernetes.io/zone=a, no label disk; the Pod selects topology.kubernetes.io/zone=c, disk=ssd',
    ]);
  });
});
