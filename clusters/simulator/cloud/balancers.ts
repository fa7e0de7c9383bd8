import { isNotFound } from '../../../harness/api/client.ts';
import { keyOf } from '../../../harness/api/resources.ts';
import type { Change } from '../../../harness/api/watch.ts';
import type { Clock } from '../../../harness/clock.ts';
import type { Service } from '../../../harness/kubernetes.ts';
import { balancerSettings, needsCleanup, wantsLoadBalancer } from './balanced-service.ts';
import { type BalancerOptions, balancer } from './balancer.ts';

interface BalancersOptions extends BalancerOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

interface Kept {
  readonly balancer: ReturnType<typeof balancer>;
  service: Service;
  working: Promise<void>;
  failures: number;
  /** Aborting it cancels the next try. */
  retry: AbortController;
}

const firstRetry = 5_000;
const longestRetry = 300_000;

/** Creates and deletes the balancer of each Service of type LoadBalancer, with one operation at a time per Service. */
export function balancers({ clock, signal, ...options }: BalancersOptions) {
  const all = new Map<string, Kept>();
  const closing = new Set<Promise<void>>();

  function see({ type, object: service }: Change<Service>): void {
    const key = keyOf(service);
    const before = all.get(key);
    if (type === 'DELETED') {
      all.delete(key);
      if (before) remove(before);
      return;
    }
    if (!before && !wantsLoadBalancer(service) && !needsCleanup(service)) return;
    const fresh = { service, working: Promise.resolve(), failures: 0, retry: new AbortController() };
    const kept: Kept = before ?? { balancer: balancer(options), ...fresh };
    all.set(key, kept);
    const isNew = !before || balancerSettings(before.service) !== balancerSettings(service);
    const isNewlyWanted = before !== undefined && !wantsLoadBalancer(before.service);
    const isNewlyUnwanted = needsCleanup(service) && !(before && needsCleanup(before.service));
    kept.service = service;
    if (isNewlyUnwanted || (wantsLoadBalancer(service) && (isNew || isNewlyWanted))) enqueue(kept);
  }

  function remove(kept: Kept): void {
    kept.retry.abort();
    kept.working = kept.working.then(() => kept.balancer.close());
    // Disposing waits for this one too.
    closing.add(kept.working);
    void kept.working.finally(() => closing.delete(kept.working));
  }

  function enqueue(kept: Kept): void {
    kept.retry.abort();
    kept.working = kept.working.then(() => sync(kept));
  }

  async function sync(kept: Kept): Promise<void> {
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
        () => enqueue(kept),
        () => undefined,
      );
    }
  }

  async function update(kept: Kept): Promise<void> {
    if (signal.aborted || !wantsLoadBalancer(kept.service)) return;
    if (!(await kept.balancer.update(kept.service))) enqueue(kept);
  }

  return {
    see,
    nodesChanged(): void {
      for (const kept of all.values()) kept.working = kept.working.then(() => update(kept));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...closing, ...[...all.values()].map(({ working }) => working)]);
      await Promise.all([...all.values()].map(({ balancer }) => balancer.close()));
    },
  };
}
