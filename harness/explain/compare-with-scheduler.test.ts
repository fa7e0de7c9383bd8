import { expect } from 'chai';
import { bearsOut } from './compare-with-scheduler.ts';
import type { RuleName } from './rules/rule.ts';
import { schedulerMessage } from './scheduler-message.ts';

const finding = (...each: readonly RuleName[]) => ({ node: 'n', reasons: each.map((rule) => ({ rule, text: rule })) });
const message = (reasons: string, total = 2) =>
  schedulerMessage(`0/${total} nodes are available: ${reasons}. preemption: none.`);
const cordoned = 'node(s) were unschedulable';
const elsewhere = "node(s) didn't match PersistentVolume's node affinity";

const rows = [
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

describe('bearsOut', () => {
  for (const [what, reasons, nodes, expected] of rows)
    it(`${expected ? 'is content with' : 'notices'} ${what}`, () => {
      expect(bearsOut(message(reasons), nodes)).to.equal(expected);
    });
});
