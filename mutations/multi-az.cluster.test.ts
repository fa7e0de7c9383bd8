import {
  boundless,
  faithful,
  forgetful,
  fullElsewhere,
  losesData,
  misplacing,
  mutantOfMultiAz,
  refusesEverything,
} from './multi-az.mutants.ts';
import { describeMutants, scenariosOf } from './testing/run-mutants.ts';

/** A busy machine needs time for the 29 volumes that attach-limit creates where no limit is reported. */
const timeoutFactor = 0.8;

describeMutants('a simulated cloud of three zones that differs from the document', await scenariosOf('multi-az'), {
  boundless: {
    provider: () => mutantOfMultiAz(boundless),
    verdicts: {
      'attach-limit': 'drifted',
      'ebs-rwx-refused': 'drifted',
      'immediate-wrong-zone': 'drifted',
      'zone-without-node': 'drifted',
    },
    timeoutFactor,
  },
  forgetful: {
    provider: () => mutantOfMultiAz(forgetful),
    verdicts: {
      'attach-limit': 'failed',
      'ebs-rwx-refused': 'failed',
      'immediate-binding': 'failed',
      'immediate-wrong-zone': 'failed',
      'wait-for-first-consumer': 'failed',
    },
    timeoutFactor,
  },
  faithful: {
    provider: () => mutantOfMultiAz(faithful),
    verdicts: { 'zone-outage': 'failed', 'zone-without-node': 'failed' },
  },
  misplacing: {
    provider: () => mutantOfMultiAz(misplacing),
    verdicts: {
      'allowed-topologies': 'failed',
      'efs-any-zone': 'failed',
      'volume-zone-plugin': 'failed',
      'zone-choice': 'failed',
    },
  },
  losesData: {
    provider: () => mutantOfMultiAz(losesData),
    verdicts: {
      'statefulset-spread': 'failed',
      'two-workers-per-zone': 'failed',
      'zone-gets-node': 'failed',
      'zone-node-returns': 'failed',
    },
  },
  refusesEverything: {
    provider: () => mutantOfMultiAz(refusesEverything),
    verdicts: { 'attach-limit': 'errored', 'ebs-rwx-refused': 'errored', 'zone-labels': 'failed' },
  },
  fullElsewhere: {
    provider: () => mutantOfMultiAz(fullElsewhere),
    verdicts: { 'immediate-wrong-zone': 'errored', 'zone-without-node': 'errored' },
  },
});
