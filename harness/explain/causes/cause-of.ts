import type { Pod } from '../../kubernetes.ts';
import type { Lookup } from '../lookup.ts';
import type { Cause, CauseFinder } from './cause.ts';
import { claims } from './claims.ts';
import { ended } from './ended.ts';
import { nodeLost } from './node-lost.ts';
import { notLookedAt } from './not-looked-at.ts';
import { notReady } from './not-ready.ts';
import { provider } from './provider.ts';
import { schedulingGate } from './scheduling-gate.ts';
import { starting } from './starting.ts';
import { terminating } from './terminating.ts';
import { unschedulable } from './unschedulable.ts';
import { volumes } from './volumes.ts';
import { waitingContainer } from './waiting-container.ts';

const withoutNode: readonly CauseFinder[] = [schedulingGate, claims, unschedulable, notLookedAt];
const onNode: readonly CauseFinder[] = [provider, nodeLost, waitingContainer, volumes, notReady];

/** The first that is found: what comes later can only be seen once what comes earlier is well. */
export function causeOf(pod: Pod, lookup: Lookup): Cause {
  const finders = [terminating, ended, ...(pod.spec?.nodeName ? onNode : withoutNode), starting];
  for (const find of finders) {
    const found = find(pod, lookup);
    if (found) return found;
  }
  return { kind: 'starting', text: 'nothing is known of it' };
}
