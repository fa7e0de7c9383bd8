import type { ClusterView, Expectation } from './expectation.ts';
import { volumeOf } from './volume-parts.ts';
import { zoneIn } from './volume-zone.ts';
import { zonesOf } from './zones.ts';

/** Says what is expected of the volumes of several claims, one with another. */
export function volumes(...claims: readonly string[]) {
  const expecting = (says: string, met: (zones: readonly string[], view: ClusterView) => boolean): Expectation => ({
    summary: `the volumes of claims ${claims.join(', ')} ${says}`,
    look(view) {
      const zones = claims.map((claim) => {
        const volume = volumeOf(view, claim);
        return volume && zoneIn(volume);
      });
      const known = zones.filter((zone) => zone !== undefined);
      const told = claims.map((claim, at) => `${claim} in ${zones[at] ?? 'no zone'}`);
      return { met: known.length === claims.length && met(known, view), saw: told.join(', ') };
    },
  });
  return {
    shareAZone: () => expecting('are in one zone', (zones) => new Set(zones).size === 1),
    /** No two in the same zone, if there are zones enough. */
    areSpreadOverZones: () =>
      expecting(
        'are spread over the zones',
        (zones, view) => new Set(zones).size === Math.min(zones.length, zonesOf(view).length),
      ),
  };
}
