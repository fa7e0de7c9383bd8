import { driverProfiles } from '../clusters/clouds/clouds.ts';
import type { DriverDefinition } from '../clusters/simulators/csi/definition.ts';
import type { Profile } from '../clusters/simulators/virtual-kubelet/profile.ts';
import { profiles as virtualKubeletProfiles } from '../clusters/simulators/virtual-kubelet/profiles.ts';
import type { DriverName, Topology } from '../clusters/topology/topology.ts';
import { BadInputError } from '../harness/bad-input.ts';

/** Names of the profiles of each simulated component, its default first. */
export const profiles: Readonly<Record<string, readonly string[]>> = {
  aci: Object.keys(virtualKubeletProfiles),
  ...Object.fromEntries(Object.entries(driverProfiles).map(([driver, known]) => [driver, Object.keys(known)])),
};

/** The name of the chosen profile of each component. */
export type Profiles = ReadonlyMap<string, string>;

/** Reads `component=profile` pairs; a component that is not named has its default. */
export function profilesIn(pairs: readonly string[] = []): Profiles {
  const chosen = new Map(Object.entries(profiles).map(([component, [first = '']]) => [component, first]));
  for (const pair of pairs) {
    const [component = '', profile = ''] = pair.split('=', 2);
    const known = profiles[component];
    if (!known) {
      const components = Object.keys(profiles).join(', ');
      throw new BadInputError(
        `--profile ${pair}: expected component=profile, with one of the components ${components}`,
      );
    }
    if (!known.includes(profile))
      throw new BadInputError(`--profile ${pair}: ${component} has the profiles ${known.join(', ')}`);
    chosen.set(component, profile);
  }
  return chosen;
}

/** The simulated parts of a topology, each as its chosen profile has it. */
export function partsOf({ drivers }: Topology, chosen: Profiles) {
  return {
    drivers: drivers.map((driver) => profileOf<DriverDefinition>(driverProfiles[driver], driver, chosen)),
    virtualKubelet: profileOf<Profile>(virtualKubeletProfiles, 'aci', chosen),
  };
}

function profileOf<T>(known: Readonly<Record<string, T>>, component: DriverName | 'aci', chosen: Profiles): T {
  const profile = known[chosen.get(component) ?? ''];
  if (!profile) throw new Error(`${component} has no profile ${chosen.get(component)}`);
  return profile;
}
