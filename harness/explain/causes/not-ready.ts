import { condition } from '../../vocabulary/in-words.ts';
import { counted, eventInWords, listed, since } from '../in-words.ts';
import type { CauseFinder } from './cause.ts';

/** It runs, and is not Ready. */
export const notReady: CauseFinder = ({ metadata, spec, status }, lookup) => {
  if (status?.phase !== 'Running') return undefined;
  const ready = condition(status.conditions, 'Ready');
  if (ready?.status === 'True') return undefined;
  const events = lookup.eventsAbout('Pod', metadata?.namespace, metadata?.name ?? '');
  const probe = events.findLast(({ reason }) => reason === 'Unhealthy');
  const evidence = events
    .filter(({ type }) => type === 'Warning')
    .slice(-2)
    .map(eventInWords);
  const containers = (status.containerStatuses ?? []).filter((each) => !each.ready);
  const gates = (spec?.readinessGates ?? [])
    .map(({ conditionType }) => conditionType)
    .filter((type) => condition(status.conditions, type)?.status !== 'True');
  const from = since(ready?.lastTransitionTime ?? undefined, lookup.now);
  if (containers.length === 0 && gates.length > 0)
    return {
      kind: 'not-ready',
      text: `it waits for ${counted(gates.length, 'readiness gate')}${from}: ${listed(gates)}`,
      evidence,
      helps: [`whoever sets ${listed(gates)} doing so`],
    };
  const names = containers.map(({ name }) => name);
  const which = names.length > 0 ? `${names.length === 1 ? 'container' : 'containers'} ${listed(names)}` : 'it';
  const why = probe?.message ?? ready?.message;
  return {
    kind: 'not-ready',
    text: `${which} ${names.length > 1 ? 'are' : 'is'} not Ready${from}${why ? `: ${why.trim()}` : ''}`,
    evidence,
    helps: probe ? ['a look at what the probe asks, and at the log of the container'] : [],
  };
};
