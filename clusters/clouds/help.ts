import { profiles } from './profiles.ts';
import { builtInTopologies } from './read-topology.ts';

/** The simulated components that have a choice of versions. */
export const profileHelp = `version of a simulated component: ${Object.entries(profiles)
  .filter(([, known]) => known.length > 1)
  .map(([component, [first, ...others]]) => `${component}=${first} (default) or ${others.join(' or ')}`)
  .join(', ')}`;

export const topologyHelp = `its machines: ${builtInTopologies.join(', ')}, or a file (docs/topologies.md)`;
