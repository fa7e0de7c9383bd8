import { expect } from 'chai';
import type { CSINode, Node } from '../../../harness/kubernetes.ts';
import { type Expected, missing } from './attach-drivers.ts';

const zone = 'topology.kubernetes.io/zone';
const expected: readonly Expected[] = [{ node: 'worker1', driver: 'ebs.csi.aws.com', topologyKeys: [zone, 'os'] }];
/** An API server may serve null in place of topology keys. */
const csiNode = (name: string, topologyKeys: readonly string[] | null = ['os', zone]) =>
  ({
    metadata: { name },
    spec: { drivers: [{ name: 'ebs.csi.aws.com', nodeID: name, topologyKeys }] },
  }) as CSINode;
const node = (...keys: readonly string[]): Node => ({
  metadata: { name: 'worker1' },
  spec: { taints: keys.map((key) => ({ key, effect: 'NoSchedule' })) },
});

describe('missing', () => {
  const cases: readonly (readonly [
    string,
    Parameters<typeof missing>[1],
    Parameters<typeof missing>[2],
    readonly string[],
  ])[] = [
    ['nothing, in whatever order the keys are', [csiNode('worker1')], [node('other')], []],
    ['the driver of a node that has none', [], [node()], ['CSINode worker1 has no ebs.csi.aws.com']],
    ['the driver of another node', [csiNode('worker2')], [], ['CSINode worker1 has no ebs.csi.aws.com']],
    [
      'keys',
      [csiNode('worker1', null)],
      [],
      [`CSINode worker1 has ebs.csi.aws.com with the topology keys none, not os, ${zone}`],
    ],
    [
      'what the cloud has to do',
      [csiNode('worker1')],
      [node('node.cloudprovider.kubernetes.io/uninitialized')],
      ['Node worker1 waits for its cloud'],
    ],
  ];
  for (const [what, csiNodes, nodes, wanted] of cases) {
    it(`is ${what}`, () => expect(missing(expected, csiNodes, nodes)).to.deep.equal(wanted));
  }
});
