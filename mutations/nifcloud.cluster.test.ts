import {
  balancesMasters,
  detachesLate,
  kubeletsDoNotWait,
  losesData,
  manyDisks,
  mutantOfNifcloud,
  noZones,
  onePodPerNode,
  othersTainted,
  promisesTooMuch,
  refusesEveryService,
  refusesInOtherWords,
  refusesToMount,
  sharesDisks,
  takesEveryService,
} from './nifcloud.mutants.ts';
import { describeMutants, scenariosOf } from './testing/run-mutants.ts';

// Differences that do not affect each other share a cluster.
describeMutants('a simulated NIFCLOUD that differs from the document', await scenariosOf('nifcloud'), {
  'disks without zones, Services without rules': {
    provider: () => mutantOfNifcloud({ ...noZones, ...takesEveryService }),
    verdicts: {
      'disk-in-steps': 'failed',
      'drain-only-node-of-zone': 'drifted',
      'load-balancer-invalid': 'drifted',
    },
  },
  'disks that forget, no load balancers': {
    provider: () => mutantOfNifcloud({ ...losesData, ...refusesEveryService }),
    verdicts: {
      'data-persists': 'failed',
      'drain-with-second-node': 'failed',
      'uncordon-heals': 'failed',
      'load-balancer-invalid': 'errored',
    },
  },
  'disks that are detached late, other messages, masters among the targets': {
    provider: () => mutantOfNifcloud({ ...detachesLate, ...refusesInOtherWords, ...balancesMasters }),
    verdicts: { 'drain-only-node-of-zone': 'failed', 'load-balancer-invalid': 'failed', 'load-balancer': 'failed' },
  },
  'disks that are shared, and many of them': {
    provider: () => mutantOfNifcloud({ ...sharesDisks, ...manyDisks }),
    verdicts: { 'attach-conflict': 'drifted', 'attach-limit': 'drifted' },
  },
  'disks that one node mounts': {
    provider: () => mutantOfNifcloud(refusesToMount),
    verdicts: { 'attach-conflict': 'failed' },
  },
  'one Pod a node': {
    provider: () => mutantOfNifcloud(onePodPerNode),
    verdicts: { 'attach-conflict': 'errored', 'attach-limit': 'errored' },
  },
  'nodes with taints, and with too high a limit': {
    provider: () => mutantOfNifcloud({ ...othersTainted, ...promisesTooMuch }),
    verdicts: { 'drain-only-node-of-zone': 'errored', 'attach-limit': 'failed' },
  },
  'kubelets that do not wait': {
    provider: () => mutantOfNifcloud(kubeletsDoNotWait),
    verdicts: { 'node-waits-for-cloud': 'failed' },
  },
});
