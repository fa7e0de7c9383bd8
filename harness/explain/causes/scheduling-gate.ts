import { counted, listed } from '../in-words.ts';
import type { CauseFinder } from './cause.ts';

/** https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/ */
export const schedulingGate: CauseFinder = ({ spec }) => {
  const gates = (spec?.schedulingGates ?? []).map(({ name }) => name);
  if (gates.length === 0) return undefined;
  return {
    kind: 'scheduling-gate',
    text: `it is held back by ${counted(gates.length, 'scheduling gate')}: ${listed(gates)}`,
    helps: [`whoever set ${listed(gates)} taking ${gates.length === 1 ? 'it' : 'them'} away`],
  };
};
