import { eventInWords } from '../in-words.ts';
import type { CauseFinder } from './cause.ts';
import { containersOf, nameOf } from './containers.ts';

/** Nothing is wrong, so far: it has a node, and is not up yet. */
export const starting: CauseFinder = (pod, lookup) => {
  const { metadata, spec, status } = pod;
  const events = lookup.eventsAbout('Pod', metadata?.namespace, metadata?.name ?? '');
  const running = containersOf(pod).find(({ state }) => state?.running);
  const isPreparing = status?.phase === 'Pending' && running;
  const doing = isPreparing
    ? `${nameOf(running, pod)} runs before the others`
    : `${spec?.nodeName ?? 'nobody'} has not said what it waits for`;
  return { kind: 'starting', text: `it is being started: ${doing}`, evidence: events.slice(-2).map(eventInWords) };
};
