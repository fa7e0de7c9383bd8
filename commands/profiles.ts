import { BadInputError } from '../harness/engine/bad-input.ts';

/** Profiles of each simulated component, its default first. */
export const profiles = {
  aci: ['aks-1.4.8', 'aks-1.6'],
} as const;

type Component = keyof typeof profiles;
export type Profiles = { readonly [C in Component]: (typeof profiles)[C][number] };

/** Reads `component=profile` pairs; a component that is not named has its default. */
export function profilesIn(pairs: readonly string[] = []): Profiles {
  const chosen: Record<Component, Profiles[Component]> = { aci: profiles.aci[0] };
  for (const pair of pairs) {
    const [component = '', profile = ''] = pair.split('=', 2);
    const known = profiles[component as Component];
    if (!known)
      throw new BadInputError(
        `--profile ${pair}: expected component=profile, with one of the components ${Object.keys(profiles).join(', ')}`,
      );
    const found = known.find((name) => name === profile);
    if (!found) throw new BadInputError(`--profile ${pair}: ${component} has the profiles ${known.join(', ')}`);
    chosen[component as Component] = found;
  }
  return chosen;
}
