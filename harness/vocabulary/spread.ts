import type { Expectation } from './expectation.ts';
import type { Group } from './group.ts';
import { zoneOfPod, zonesOf } from './zones.ts';

/** No zone of the cluster has more than one Pod more than another. */
export function isSpreadOverZones({ summary, members }: Group): Expectation {
  return {
    summary: `every ${summary} is in a zone, as many in one as in another`,
    look(view) {
      const { pods, wanted } = members(view) ?? { pods: [], wanted: 1 };
      const placed = pods.flatMap((pod) => zoneOfPod(view, pod) ?? []);
      const counts = zonesOf(view).map((zone) => ({ zone, count: placed.filter((at) => at === zone).length }));
      const each = counts.map(({ count }) => count);
      const even = each.length > 0 && Math.max(...each) - Math.min(...each) <= 1;
      const told = counts.map(({ zone, count }) => `${count} in ${zone}`);
      return { met: placed.length === wanted && even, saw: told.join(', ') || 'no zones' };
    },
  };
}
