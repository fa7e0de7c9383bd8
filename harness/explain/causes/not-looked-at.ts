import { condition } from '../../vocabulary/in-words.ts';
import type { CauseFinder } from './cause.ts';

/** Nobody has said anything of a Pod that has no node. */
export const notLookedAt: CauseFinder = ({ spec, status }) => {
  if (condition(status?.conditions, 'PodScheduled')) return undefined;
  const scheduler = spec?.schedulerName ?? 'default-scheduler';
  return {
    kind: 'not-looked-at',
    text: `no scheduler has looked at it: it is for scheduler ${scheduler}`,
    helps: [`${scheduler} running, or spec.schedulerName naming one that does`],
  };
};
