import { expect } from 'chai';
import { clusterOf, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { taints } from './taints.ts';

const provider = { key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' };
const lost = { key: 'node.kubernetes.io/unreachable', timeAdded: '2026-03-01T14:02:00Z' };

const rows = [
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
  for (const [given, tolerations, texts] of rows)
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

  it('advises nobody to put Pods on the control plane', () => {
    const taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
    const [reason] = taints.of(pod('web'), clusterOf({}))(node('master', { spec: { taints: [taint] } }));
    expect(reason).to.not.have.property('help');
  });
});
