/** How a version tells a container group's state as a Pod's status. */
export interface StatusProfile {
  /** False leaves `startTime` and the time of Ready null: 1.4.7 to 1.4.9 assign them to a shadowed variable. */
  readonly reportsStartTimes: boolean;
  /** Whether `started` of a container is set. */
  readonly reportsStarted: boolean;
  /** How a container in Azure's state `Terminated` is told. */
  readonly terminatedAs: 'waiting' | 'completed';
  /** Whether a group without an address is not told at all. */
  readonly needsAddress: boolean;
}
