import {
  boundless,
  forgetful,
  fullElsewhere,
  losesData,
  misplacing,
  mutantOfGkeZones,
  neverAttaches,
} from './gke-zones.mutants.ts';
import { describeMutants, scenariosOf } from './testing/run-mutants.ts';

describeMutants('a simulated Google Cloud that differs from its documents', await scenariosOf('gke-zones'), {
  boundless: {
    provider: () => mutantOfGkeZones(boundless),
    verdicts: { 'regional-third-zone': 'drifted', 'zonal-other-zone': 'drifted' },
  },
  forgetful: {
    provider: () => mutantOfGkeZones(forgetful),
    verdicts: { 'regional-third-zone': 'failed', 'zonal-immediate': 'failed' },
  },
  neverAttaches: {
    provider: () => mutantOfGkeZones(neverAttaches),
    verdicts: { 'zonal-other-zone': 'failed' },
  },
  misplacing: {
    provider: () => mutantOfGkeZones(misplacing),
    verdicts: { 'regional-follows-pod': 'failed', 'zonal-waits-for-pod': 'failed' },
  },
  losesData: {
    provider: () => mutantOfGkeZones(losesData),
    verdicts: { 'regional-two-zones': 'failed' },
  },
  fullElsewhere: {
    provider: () => mutantOfGkeZones(fullElsewhere),
    verdicts: { 'regional-third-zone': 'errored', 'zonal-other-zone': 'errored' },
  },
});
