import type { Pod } from '../../kubernetes.ts';
import { thousandths } from '../../quantity.ts';

/** Amounts by resource, in thousandths. */
export type Amounts = Readonly<Record<string, number>>;

type Written = Readonly<Record<string, string>>;

/**
 * What the scheduler sets aside for a Pod: the sum of its containers and sidecars, or the largest moment of its init containers
 * when that is more, or what the Pod itself asks for; and its overhead. As PodRequests in k8s.io/component-helpers/resource.
 */
export function requestsOf({ spec }: Pod): Amounts {
  const requests: Record<string, number> = {};
  const sidecars: Record<string, number> = {};
  const greatest: Record<string, number> = {};
  for (const { resources } of spec?.containers ?? []) add(requests, amountsIn(resources?.requests));
  for (const { resources, restartPolicy } of spec?.initContainers ?? []) {
    const own = amountsIn(resources?.requests);
    if (restartPolicy === 'Always') {
      add(requests, own);
      add(sidecars, own);
      raise(greatest, sidecars);
    } else {
      const moment = { ...sidecars };
      add(moment, own);
      raise(greatest, moment);
    }
  }
  raise(requests, greatest);
  for (const [name, amount] of Object.entries(amountsIn(spec?.resources?.requests)))
    if (['cpu', 'memory'].includes(name) || name.startsWith('hugepages-')) requests[name] = amount;
  add(requests, amountsIn(spec?.overhead));
  return requests;
}

export function sumOf(each: readonly Amounts[]): Amounts {
  const sum: Record<string, number> = {};
  for (const amounts of each) add(sum, amounts);
  return sum;
}

function amountsIn(written: Written | undefined): Amounts {
  return Object.fromEntries(Object.entries(written ?? {}).map(([name, quantity]) => [name, thousandths(quantity)]));
}

function add(sum: Record<string, number>, more: Amounts): void {
  for (const [name, amount] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + amount;
}

function raise(least: Record<string, number>, other: Amounts): void {
  for (const [name, amount] of Object.entries(other)) least[name] = Math.max(least[name] ?? 0, amount);
}
