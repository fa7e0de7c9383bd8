import { eventInWords } from '../in-words.ts';
import type { CauseFinder } from './cause.ts';
import { containersOf, endInWords } from './containers.ts';

/** All its containers have ended, and one of them badly; or it was not let in. */
export const ended: CauseFinder = (pod, lookup) => {
  const { metadata, status } = pod;
  if (status?.phase !== 'Failed') return undefined;
  const failed = containersOf(pod).flatMap(({ name, state }) =>
    state?.terminated && state.terminated.exitCode !== 0
      ? [`container ${name} ended with ${endInWords(state.terminated)}`]
      : [],
  );
  const told = [status.reason, status.message].filter(Boolean).join(': ');
  const warnings = lookup
    .eventsAbout('Pod', metadata?.namespace, metadata?.name ?? '')
    .filter(({ type }) => type === 'Warning');
  return {
    kind: status.reason === 'ProviderFailed' ? 'provider' : 'ended',
    text: `it has failed for good: ${[told, ...failed].filter(Boolean).join('; ') || 'nobody says why'}`,
    evidence: warnings.slice(-2).map(eventInWords),
    helps: ['a new Pod in its place'],
  };
};
