import { claim } from '../../vocabulary/claim.ts';
import { matching } from '../../vocabulary/matcher.ts';
import { pod } from '../../vocabulary/pod.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { loaded, source } from './cluster-run.ts';

const refused = { reason: 'NodeAffinity', message: matching(/./, 'any message') };

/** Scenarios of every verdict and of every kind of stage, for a cluster of one node. */
export function everyKind(): readonly LoadedScenario[] {
  const runs = [pod('web').isRunning()];
  const neverRuns = [pod('web').isUnschedulable()];
  const unpinned = { given: ['runs.yaml', 'nowhere.yaml'] };
  const limitation = { kind: 'limitation', source, description: 'It does not.', lifted: runs } as const;
  return [
    loaded('passes', runs),
    loaded('drifts', [], { ...unpinned, control: runs, documented: [{ ...limitation, expect: neverRuns }] }),
    loaded('fails', [pod('nowhere').isRunning()], unpinned),
    loaded('has-no-control', [], {
      ...unpinned,
      control: [pod('nowhere').isRefused(refused)],
      documented: [{ ...limitation, expect: neverRuns }],
    }),
    loaded('lacks-something', runs, { requires: ['traffic'] }),
    loaded('is-misspelt', runs, { given: ['misspelt.yaml'] }),
    loaded('has-a-volume', [claim('data').isBound()], { given: ['volume.yaml'] }),
    loaded('has-that-volume-too', [claim('data').isBound()], { given: ['volume.yaml'] }),
    loaded('has-the-node-for-itself', neverRuns, {
      exclusive: true,
      given: [],
      async when({ view, cordon, apply }) {
        for (const { metadata } of view.list('Node')) await cordon(metadata?.name ?? '');
        await apply('runs.yaml');
      },
    }),
  ];
}
