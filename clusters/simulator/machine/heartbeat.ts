import type { ApiClient } from '../../../harness/api/client.ts';
import type { Clock } from '../../../harness/clock.ts';
import { postConditions, type RegisteredNode, renewLease } from './registration.ts';

/** A quarter of nodeLeaseDurationSeconds, which a user may set. */
export const usualLeasePeriod = 10_000;
const statusPeriod = 300_000;
/** A thousand nodes are told to be alive a hundred times a second; no shorter pause than this is needed for it. */
const shortestPause = 10;

interface HeartbeatOptions {
  /** Milliseconds of the clock between two renewals of a lease; a kubelet's own unless given. */
  readonly leasePeriod?: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told when a heartbeat was lost; the next is tried all the same. */
  readonly lost: (node: string, error: Error) => void;
}

/** Renews the leases of all nodes that are alive, and posts their conditions, spread evenly over the period; ends when aborted. */
export async function heartbeats(
  api: ApiClient,
  alive: () => readonly RegisteredNode[],
  { leasePeriod = usualLeasePeriod, clock, signal, lost }: HeartbeatOptions,
): Promise<void> {
  await Promise.allSettled([
    spread(leasePeriod, (node) => renewLease(api, node, clock)),
    spread(statusPeriod, (node) => postConditions(api, node, clock.now())),
  ]);

  async function spread(period: number, beat: (node: RegisteredNode) => Promise<void>): Promise<void> {
    let due = 0;
    let next = 0;
    let wall = clock.now().getTime();
    while (!signal.aborted) {
      const nodes = alive();
      const pause = Math.max(shortestPause, period / Math.max(1, nodes.length));
      await clock.sleep(pause, signal);
      // A clock may run faster than its time tells, and a timer late: whichever says more is right.
      const now = clock.now().getTime();
      due += (Math.max(pause, now - wall) / period) * nodes.length;
      wall = now;
      for (; due > 1 - 1e-9; due--) {
        const node = nodes[next++ % nodes.length];
        if (node) void beat(node).catch((error: Error) => signal.aborted || lost(node.name, error));
      }
    }
  }
}
