import { readTopology } from '../clusters/clouds/read-topology.ts';
import { simulatedCluster } from '../clusters/simulated-cluster.ts';
import { aks148 } from '../clusters/simulator/virtual-kubelet/profiles.ts';
import { type Drivers, failsForAll, failsForOthers, isTheGroups, staysAsItIs } from './aks-hybrid.mutants.ts';
import { describeMutants, pace, scenariosOf } from './testing/run-mutants.ts';

const clusterWith = (drivers: Drivers) => async () =>
  simulatedCluster({ topology: await readTopology('aks-hybrid'), drivers, virtualKubelet: aks148, pace });

describeMutants(
  'simulated drivers of AKS hybrid that differ from the document',
  await scenariosOf('aks-hybrid'),
  {
    'volumes that stay as they are': {
      provider: clusterWith(staysAsItIs),
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
      provider: clusterWith(isTheGroups),
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
      provider: clusterWith(failsForOthers),
      verdicts: { 'default-class-denies-non-root': 'failed' },
    },
    'volumes that fail for all': {
      provider: clusterWith(failsForAll),
      verdicts: { 'default-class-denies-non-root': 'errored' },
    },
  },
  // These depend on the API server and the balancer, not on drivers.
  ['class-parameters-immutable', 'load-balancer'],
);
