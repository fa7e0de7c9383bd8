/** How a state is painted; `refused` is what does not go on by waiting. */
export type Tone = 'well' | 'waiting' | 'refused' | 'ending' | 'gone';

export const tones: Readonly<Record<Tone, string>> = {
  well: 'well',
  waiting: 'waiting',
  refused: 'refused or failing',
  ending: 'ending',
  gone: 'gone',
};

/** Of a state in the timeline's words. It is but a hint: the words are always beside it. */
export function toneOf(state: string): Tone {
  const [, ready, all] = /^(\d+) of (\d+) Pods ready/.exec(state) ?? [];
  if (all !== undefined) return ready === all ? 'well' : 'waiting';
  return rules.find(([pattern]) => pattern.test(state))?.[1] ?? 'waiting';
}

const rules: readonly (readonly [RegExp, Tone])[] = [
  [/^gone\b/, 'gone'],
  [/^Terminating\b/, 'ending'],
  [/\b(Failed|Lost|\w+Failed|Err\w*|\w+BackOff|Unknown|Unschedulable|Error|OOMKilled|NotReady)\b/, 'refused'],
  [/\bnot Ready\b|\bunschedulable\b|\bno address\b|\bready none\b/, 'waiting'],
  [/^(Running|Succeeded|Bound|Available|Ready|ready|Complete)\b|\baddress\b/, 'well'],
];
