import { expect } from 'chai';
import type { RuleName } from './explanation.ts';

import { agrees, schedulerMessage } from './scheduler-message.ts';

const preemption = 'preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.';
const aboutNodes =
  "0/6 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match PersistentVolume's " +
  'node affinity, 3 node(s) had untolerated taint(s).';

/** The messages about nodes, by release. */
const messages = [
  ['1.37', `${aboutNodes} ${preemption}`],
  ['1.34 to 1.36', `${aboutNodes} no new claims to deallocate, ${preemption}`],
] as const;

describe('schedulerMessage', () => {
  for (const [release, text] of messages)
    it(`parses the message about nodes of ${release}`, () => {
      const { reasons, ...rest } = schedulerMessage(text);
      expect(reasons.map(({ count, rule }) => [count, rule])).to.deep.equal([
        [1, 'cordoned'],
        [2, 'volume-affinity'],
        [3, 'taints'],
      ]);
      expect(rest).to.deep.equal({ total: 6, isUnderstood: true });
    });

  for (const [words, rule] of [
    ['node(s) had untolerated taint {a: b}', 'taints'],
    ["node(s) didn't match Pod's node affinity/selector", 'node-affinity'],
    ["node(s) didn't satisfy plugin(s) [NodeAffinity]", 'node-affinity'],
    ["node(s) didn't have free ports for the requested pod ports", 'host-ports'],
    ['Insufficient nvidia.com/gpu', 'resources'],
    ['Too many pods', 'resources'],
    [
      'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use ' +
        'by another pod',
      'volume-in-use',
    ],
    ['node(s) exceed max volume count', 'attach-limit'],
    ['ebs.csi.aws.com CSI driver is not installed on the node', 'attach-limit'],
    ['node(s) had volume node affinity conflict', 'volume-affinity'],
    ["node(s) didn't find available persistent volumes to bind", 'volume-binding'],
    ['node(s) had no available volume zone', 'volume-zone'],
    ["node(s) didn't match pod topology spread constraints", 'topology-spread'],
    ["node(s) didn't match pod topology spread constraints (missing required label)", 'topology-spread'],
    ["node(s) didn't match pod affinity rules", 'pod-affinity'],
    ["node(s) didn't match pod anti-affinity rules", 'pod-affinity'],
    ["node(s) didn't satisfy existing pods anti-affinity rules", 'pod-affinity'],
  ])
    it(`knows “${words}”`, () => {
      const { reasons, isUnderstood } = schedulerMessage(`0/2 nodes are available: 2 ${words}. ${preemption}`);
      expect([reasons, isUnderstood]).to.deep.equal([[{ count: 2, text: words, rule }], true]);
    });

  it('keeps what it does not know', () => {
    const { reasons, isUnderstood } = schedulerMessage(
      '0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) are on holiday, all of them. preemption: none.',
    );
    expect(isUnderstood).to.equal(false);
    expect(reasons[1]).to.deep.equal({ count: 2, text: 'node(s) are on holiday, all of them' });
  });

  for (const tail of ['not found', preemption])
    it(`finds what concerns the Pod itself before “${tail}”`, () => {
      const { aboutPod, isUnderstood } = schedulerMessage(
        `0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. ${tail}`,
      );
      expect([aboutPod, isUnderstood]).to.deep.equal(['pod has unbound immediate PersistentVolumeClaims', true]);
    });

  it('takes any other text as it is', () => {
    expect(schedulerMessage('no nodes available to schedule pods').isUnderstood).to.equal(true);
    expect(schedulerMessage('something else')).to.deep.equal({
      reasons: [],
      aboutPod: 'something else',
      isUnderstood: false,
    });
  });
});

const finding = (...each: readonly RuleName[]) => ({ node: 'n', reasons: each.map((rule) => ({ rule, text: rule })) });
const message = (reasons: string, total = 2) =>
  schedulerMessage(`0/${total} nodes are available: ${reasons}. preemption: none.`);
const cordoned = 'node(s) were unschedulable';
const elsewhere = "node(s) didn't match PersistentVolume's node affinity";

const comparisons = [
  ['the same', `1 ${cordoned}, 1 ${elsewhere}`, [finding('cordoned'), finding('volume-affinity')], true],
  [
    'what comes after a first reason',
    `1 ${cordoned}, 1 ${elsewhere}`,
    [finding('cordoned', 'volume-affinity'), finding('volume-affinity')],
    true,
  ],
  ['another number', `2 ${cordoned}`, [finding('cordoned'), finding('volume-affinity')], false],
  ['another reason', `2 ${cordoned}`, [finding('taints'), finding('taints')], false],
  [
    'two resources of one node',
    '1 Insufficient cpu, 1 Insufficient memory, 1 Too many pods',
    [finding('resources', 'resources'), finding('resources')],
    true,
  ],
  ['words that are not known', '2 node(s) are on holiday', [finding('cordoned'), finding('cordoned')], false],
  ['fewer nodes', `2 ${cordoned}`, [finding('cordoned')], false],
  ['a node that would take it', `2 ${cordoned}`, [finding('cordoned'), finding()], false],
] as const;

describe('agrees', () => {
  for (const [what, reasons, nodes, expected] of comparisons)
    it(`${expected ? 'is content with' : 'notices'} ${what}`, () => {
      expect(agrees(message(reasons), nodes)).to.equal(expected);
    });
});
