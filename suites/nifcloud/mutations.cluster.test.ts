import { join } from 'node:path';
import { expect } from 'chai';
import { loadScenarios } from '../../harness/engine/load-scenarios.ts';
import type { Verdict, VerdictKind } from '../../harness/verdict.ts';
import { playOn } from '../testing/play-otherwise.ts';
import { sideBySide } from '../testing/side-by-side.ts';
import {
  balancesMasters,
  detachesLate,
  losesData,
  manyDisks,
  noZones,
  onePodPerNode,
  othersTainted,
  promisesTooMuch,
  refusesEveryService,
  refusesInOtherWords,
  refusesToMount,
  sharesDisks,
  takesEveryService,
  waitsForNobody,
} from './testing/otherwise.ts';
import { type Otherwise, otherwiseNifcloud } from './testing/otherwise-nifcloud.ts';

interface Cluster {
  /** What it does otherwise; things that do not meet share a cluster. */
  readonly otherwise: Otherwise;
  /** What scenarios then say. */
  readonly verdicts: Readonly<Record<string, VerdictKind>>;
}

const clusters: Readonly<Record<string, Cluster>> = {
  'disks without zones, Services without rules': {
    otherwise: { ...noZones, ...takesEveryService },
    verdicts: {
      'disk-in-steps': 'failed',
      'drain-only-node-of-zone': 'drifted',
      'load-balancer-invalid': 'drifted',
    },
  },
  'disks that forget, no load balancers': {
    otherwise: { ...losesData, ...refusesEveryService },
    verdicts: {
      'data-persists': 'failed',
      'drain-with-second-node': 'failed',
      'uncordon-heals': 'failed',
      'load-balancer-invalid': 'errored',
    },
  },
  'disks that are detached late, other words, masters in the balance': {
    otherwise: { ...detachesLate, ...refusesInOtherWords, ...balancesMasters },
    verdicts: { 'drain-only-node-of-zone': 'failed', 'load-balancer-invalid': 'failed', 'load-balancer': 'failed' },
  },
  'disks that are shared, and many of them': {
    otherwise: { ...sharesDisks, ...manyDisks },
    verdicts: { 'attach-conflict': 'drifted', 'attach-limit': 'drifted' },
  },
  'disks that one node mounts': { otherwise: refusesToMount, verdicts: { 'attach-conflict': 'failed' } },
  'one Pod a node': {
    otherwise: onePodPerNode,
    verdicts: { 'attach-conflict': 'errored', 'attach-limit': 'errored' },
  },
  'nodes with taints, and with promises': {
    otherwise: { ...othersTainted, ...promisesTooMuch },
    verdicts: { 'drain-only-node-of-zone': 'errored', 'attach-limit': 'failed' },
  },
  'kubelets that wait for nobody': { otherwise: waitsForNobody, verdicts: { 'node-waits-for-cloud': 'failed' } },
};

const root = join(import.meta.dirname, '../..');
const scenarios = await loadScenarios(root, { suites: ['nifcloud'] });

const play = sideBySide(
  Object.fromEntries(
    Object.entries(clusters).map(([name, { otherwise, verdicts: expected }]) => [
      name,
      async () => {
        const provider = await otherwiseNifcloud(otherwise);
        return playOn(
          provider,
          scenarios.filter(({ behaviour }) => behaviour in expected),
        );
      },
    ]),
  ),
);

describe('a simulated NIFCLOUD that does otherwise than documented', () => {
  it('is tried on every scenario, and on limitations in every way', () => {
    for (const { behaviour, documented } of scenarios) {
      const tried = Object.values(clusters).flatMap(({ verdicts }) => verdicts[behaviour] ?? []);
      const isLimitation = documented.some(({ kind }) => kind === 'limitation');
      expect(tried, behaviour).to.have.members(isLimitation ? ['drifted', 'errored', 'failed'] : ['failed']);
    }
  });

  for (const [name, { verdicts: expected }] of Object.entries(clusters))
    describe(name, () => {
      let verdicts: ReadonlyMap<string, Verdict>;
      before(async () => {
        verdicts = await play(name);
      });

      for (const [behaviour, verdict] of Object.entries(expected))
        it(`${behaviour}: ${verdict}`, () => {
          const found = verdicts.get(`nifcloud/${behaviour}`);
          expect(found?.kind, JSON.stringify(found, undefined, 2)).to.equal(verdict);
          if (found?.kind === 'errored') expect(found.error).to.include('control');
        });
    });
});
