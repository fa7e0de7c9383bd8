import { isNotFound } from '../../../harness/api/client.ts';
import { keyOf } from '../../../harness/api/objects.ts';
import type { Change } from '../../../harness/api/watch.ts';
import type { Clock } from '../../../harness/clock.ts';
import { needsCleanup, type Service, wantsLoadBalancer, wishOf } from './balanced-service.ts';
import { type BalancerOptions, balancer } from './balancer.ts';

interface BalancersOptions extends BalancerOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

interface Kept {
  readonly balancer: ReturnType<typeof balancer>;
  service: Service;
  /** Resolves when all that was to be done for the Service is done. */
  working: Promise<void>;
  failures: number;
  /** Aborted when the next try need not be waited for. */
  retry: AbortController;
}

const firstRetry = 5_000;
const longestRetry = 300_000;

/** Gives every Service of type LoadBalancer a balancer and takes it away again; for one Service one thing at a time. */
export function balancers({ clock, signal, ...options }: BalancersOptions) {
  const all = new Map<string, Kept>();
  const closing = new Set<Promise<void>>();

  function see({ type, object: service }: Change<Service>): void {
    const key = keyOf(service);
    const before = all.get(key);
    if (type === 'DELETED') {
      all.delete(key);
      if (before) forget(before);
      return;
    }
    if (!before && !wantsLoadBalancer(service) && !needsCleanup(service)) return;
    const kept = before ?? added(key, service);
    const isNew = !before || wishOf(before.service) !== wishOf(service);
    const isNewlyWanted = before !== undefined && !wantsLoadBalancer(before.service);
    const isNewlyUnwanted = needsCleanup(service) && !(before && needsCleanup(before.service));
    kept.service = service;
    if (isNewlyUnwanted || (wantsLoadBalancer(service) && (isNew || isNewlyWanted))) settle(kept);
  }

  function added(key: string, service: Service): Kept {
    const kept = {
      balancer: balancer(options),
      service,
      working: Promise.resolve(),
      failures: 0,
      retry: new AbortController(),
    };
    all.set(key, kept);
    return kept;
  }

  function forget(kept: Kept): void {
    kept.retry.abort();
    kept.working = kept.working.then(() => kept.balancer.close());
    // Whoever disposes of all waits for this one too.
    closing.add(kept.working);
    void kept.working.finally(() => closing.delete(kept.working));
  }

  function settle(kept: Kept): void {
    kept.retry.abort();
    kept.working = kept.working.then(() => tried(kept));
  }

  async function tried(kept: Kept): Promise<void> {
    if (signal.aborted) return;
    const { service } = kept;
    try {
      if (wantsLoadBalancer(service)) await kept.balancer.ensure(service);
      else if (needsCleanup(service)) await kept.balancer.remove(service);
      kept.failures = 0;
    } catch (error) {
      if (isNotFound((error as Error).cause ?? error)) return;
      const message = `Error syncing load balancer: ${(error as Error).message}`;
      options.events.record(service, { type: 'Warning', reason: 'SyncLoadBalancerFailed', message });
      kept.retry = new AbortController();
      const pause = Math.min(firstRetry * 2 ** kept.failures++, longestRetry);
      void clock.sleep(pause, AbortSignal.any([signal, kept.retry.signal])).then(
        () => settle(kept),
        () => undefined,
      );
    }
  }

  async function updated(kept: Kept): Promise<void> {
    if (signal.aborted || !wantsLoadBalancer(kept.service)) return;
    if (!(await kept.balancer.update(kept.service))) settle(kept);
  }

  return {
    see,
    /** To be called when nodes have come, gone or changed. */
    nodesChanged(): void {
      for (const kept of all.values()) kept.working = kept.working.then(() => updated(kept));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...closing, ...[...all.values()].map(({ working }) => working)]);
      await Promise.all([...all.values()].map(({ balancer }) => balancer.close()));
    },
  };
}
