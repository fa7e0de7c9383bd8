import type { Clock } from '../../../harness/clock.ts';
import type { Cloud } from './cloud.ts';
import { simulatedFileShares } from './file-shares.ts';
import { simulatedNetwork } from './network.ts';
import { simulatedRegistries } from './registries.ts';
import { mountTables } from './volumes/mounts.ts';

/** A cloud of its own, empty at first; simulators that are handed the same one see each other's pods and files. */
export function simulatedCloud({ clock }: { readonly clock: Clock }): Cloud {
  return {
    clock,
    network: simulatedNetwork(),
    shares: simulatedFileShares(),
    registries: simulatedRegistries(),
    mounts: mountTables(),
  };
}
