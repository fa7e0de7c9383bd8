import { expect } from 'chai';
import type { Node } from '../../../harness/kubernetes.ts';
import { mayChangeTargets, sameTargets, targetsAmong } from './balanced-service.ts';

const excluding = (value: string): Node => ({
  metadata: { name: 'n', labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': value } },
});
const plain: Node = { metadata: { name: 'n' } };

describe('targetsAmong', () => {
  const table: readonly (readonly [string, Node, boolean])[] = [
    ['a node', plain, true],
    [
      'a cordoned node that the cloud does not know yet',
      { ...plain, spec: { taints: [{ key: 'any', effect: 'NoSchedule' }] } },
      true,
    ],
    ['a node that is excluded', excluding('true'), false],
    ['a node that is excluded by an empty label', excluding(''), false],
    ['a node that is not excluded', excluding('false'), true],
    ['a node that is being deleted', { metadata: { name: 'n', deletionTimestamp: '2026-01-01T00:00:00Z' } }, false],
    [
      'a node that the autoscaler takes away',
      { ...plain, spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' }] } },
      false,
    ],
  ];
  for (const [what, node, isTarget] of table) {
    it(`${isTarget ? 'takes' : 'leaves out'} ${what}`, () => {
      expect([...targetsAmong([node]).keys()]).to.deep.equal(isTarget ? ['n'] : []);
    });
  }

  it('distinguishes nodes by their machines', () => {
    const on = (providerID: string) => targetsAmong([{ ...plain, spec: { providerID } }]);
    expect(sameTargets(on('a'), on('a'))).to.equal(true);
    expect(sameTargets(on('a'), on('b'))).to.equal(false);
  });
});

describe('mayChangeTargets', () => {
  const table: readonly (readonly [string, Parameters<typeof mayChangeTargets>[0], boolean])[] = [
    ['a new node', { type: 'ADDED', object: plain }, true],
    ['a node that has gone', { type: 'DELETED', object: plain, before: plain }, true],
    ['a heartbeat', { type: 'MODIFIED', object: { ...plain }, before: plain }, false],
    ['the label', { type: 'MODIFIED', object: excluding(''), before: plain }, true],
    ['another value to the same effect', { type: 'MODIFIED', object: excluding(''), before: excluding('t') }, false],
    ['a providerID', { type: 'MODIFIED', object: { ...plain, spec: { providerID: 'a' } }, before: plain }, true],
  ];
  for (const [what, change, may] of table) {
    it(`${may ? 'heeds' : 'spares'} ${what}`, () => expect(mayChangeTargets(change)).to.equal(may));
  }
});
