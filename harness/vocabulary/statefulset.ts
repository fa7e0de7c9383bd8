import type { ClusterView, Expectation } from './expectation.ts';
import { eachOf, type Group } from './group.ts';
import type { Pod, StatefulSet } from './kinds.ts';
import { logs, type WhichLog } from './log.ts';
import { isRunning } from './pod-sayings.ts';
import { zoneOfPod, zonesOf } from './zones.ts';

/** Says what is expected of a StatefulSet's Pods: of each, and that there are as many as it asks for. */
export function statefulset(name: string) {
  const group: Group = { summary: `Pod of StatefulSet ${name}`, members: (view) => membersOf(view, name) };
  return {
    runs: () => eachOf(group, isRunning),
    log: (text: RegExp, which?: WhichLog) => eachOf(group, logs(text, which)),
    isSpreadOverZones: () => spread(group, name),
  };
}

function membersOf(view: ClusterView, name: string) {
  const found = view.get<StatefulSet>('StatefulSet', name);
  if (!found) return undefined;
  const { replicas: wanted = 1, selector } = found.spec ?? {};
  return { pods: view.list<Pod>('Pod', selector?.matchLabels ?? {}), wanted };
}

/** No zone of the cluster has more than one Pod more than another. */
function spread({ members }: Group, name: string): Expectation {
  return {
    summary: `the Pods of StatefulSet ${name} are spread over all zones`,
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
