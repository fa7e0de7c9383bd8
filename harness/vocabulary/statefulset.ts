import type { ClusterView } from './expectation.ts';
import { eachOf, type Group } from './group.ts';
import type { Pod, StatefulSet } from './kinds.ts';
import { logs, type WhichLog } from './log.ts';
import { isRunning } from './pod-sayings.ts';
import { isSpreadOverZones } from './spread.ts';

/** Says what is expected of a StatefulSet's Pods: of each, and that there are as many as it asks for. */
export function statefulset(name: string) {
  const group: Group = { summary: `Pod of StatefulSet ${name}`, members: (view) => membersOf(view, name) };
  return {
    runs: () => eachOf(group, isRunning),
    log: (text: RegExp, which?: WhichLog) => eachOf(group, logs(text, which)),
    isSpreadOverZones: () => isSpreadOverZones(group),
  };
}

function membersOf(view: ClusterView, name: string) {
  const found = view.get<StatefulSet>('StatefulSet', name);
  if (!found) return undefined;
  const { replicas: wanted = 1, selector } = found.spec ?? {};
  return { pods: view.list<Pod>('Pod', selector?.matchLabels ?? {}), wanted };
}
