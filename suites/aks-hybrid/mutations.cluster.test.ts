import { join } from 'node:path';
import { expect } from 'chai';
import { readTopology } from '../../clusters/clouds/read-topology.ts';
import { aks148 } from '../../clusters/simulators/virtual-kubelet/profiles/aks-1.4.8.ts';
import { simulatedCluster } from '../../commands/simulated-cluster.ts';
import { loadScenarios } from '../../harness/engine/loading/load-scenarios.ts';
import type { Verdict, VerdictKind } from '../../harness/verdict.ts';
import { pace, playOn } from '../testing/play-otherwise.ts';
import { sideBySide } from '../testing/side-by-side.ts';
import { failsForAll, failsForOthers, isTheGroups, type Otherwise, staysAsItIs } from './testing/otherwise.ts';

interface Cluster {
  readonly drivers: Otherwise;
  /** What scenarios say of it. */
  readonly verdicts: Readonly<Record<string, VerdictKind>>;
}

const clusters: Readonly<Record<string, Cluster>> = {
  'volumes that stay as they are': {
    drivers: staysAsItIs,
    verdicts: {
      'policy-file-heals': 'failed',
      'class-with-fstype-heals': 'failed',
      'fsgroup-with-fstype': 'failed',
      'fsgroup-policy-file': 'failed',
      'fsgroup-inline-volume': 'failed',
      'fsgroup-mounted-by-driver': 'failed',
    },
  },
  'volumes that are the group’s': {
    drivers: isTheGroups,
    verdicts: {
      'default-class-denies-non-root': 'drifted',
      'fsgroup-unset': 'failed',
      'fsgroup-policy-none': 'failed',
      'fsgroup-read-only-claim': 'failed',
      'fsgroup-without-fstype': 'failed',
      'fsgroup-not-read-write-once': 'failed',
    },
  },
  'volumes that fail for all but root': {
    drivers: failsForOthers,
    verdicts: { 'default-class-denies-non-root': 'failed' },
  },
  'volumes that fail for all': { drivers: failsForAll, verdicts: { 'default-class-denies-non-root': 'errored' } },
};

/** What the API server and the balancer say is not for drivers to change. */
const untouched = ['class-parameters-immutable', 'load-balancer'];

const root = join(import.meta.dirname, '../..');
const scenarios = await loadScenarios(root, { suites: ['aks-hybrid'] });

const play = sideBySide(
  Object.fromEntries(
    Object.entries(clusters).map(([name, { drivers, verdicts: expected }]) => [
      name,
      async () => {
        const topology = await readTopology('aks-hybrid');
        const provider = simulatedCluster({ topology, drivers, virtualKubelet: aks148, pace });
        return playOn(
          provider,
          scenarios.filter(({ behaviour }) => behaviour in expected),
        );
      },
    ]),
  ),
);

describe('simulated drivers of AKS hybrid that do otherwise than documented', () => {
  it('are tried on every scenario, and on limitations in every way', () => {
    for (const { behaviour, documented } of scenarios.filter(({ behaviour }) => !untouched.includes(behaviour))) {
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
          const found = verdicts.get(`aks-hybrid/${behaviour}`);
          expect(found?.kind, JSON.stringify(found, undefined, 2)).to.equal(verdict);
          if (found?.kind === 'errored') expect(found.error).to.include('control');
        });
    });
});
