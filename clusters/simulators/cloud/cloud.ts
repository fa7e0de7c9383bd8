import type { Clock } from '../../../harness/clock.ts';
import type { FileShares } from './file-shares.ts';
import type { Network } from './network.ts';
import type { Registries } from './registries.ts';

/** What simulators of one cluster share: the cloud that one would rent, in this process's memory. */
export interface Cloud {
  readonly clock: Clock;
  readonly network: Network;
  readonly shares: FileShares;
  readonly registries: Registries;
}
