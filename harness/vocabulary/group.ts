import type { ClusterView, Expectation } from './expectation.ts';
import type { Saying } from './expectation-of.ts';
import type { Pod } from './kinds.ts';

/** Pods that belong together, and how many there should be. */
export interface Group {
  /** `Pod of Deployment web` */
  readonly summary: string;
  /** Undefined while there is no such group. */
  members(view: ClusterView): { readonly pods: readonly Pod[]; readonly wanted: number } | undefined;
}

/** Expects the same of each Pod of a group, and the group to be complete. It is never final: a group's Pods may be replaced. */
export function eachOf({ summary, members }: Group, { says, look }: Saying<Pod>): Expectation {
  return {
    summary: `every ${summary} ${says}`,
    look(view) {
      const group = members(view);
      if (!group) return { met: false, saw: `no ${summary.replace(/^.* of /, '')}` };
      const { pods, wanted } = group;
      const seen = pods.map((pod) => ({ name: pod.metadata?.name ?? '', ...look(pod, view) }));
      const met = pods.length === wanted && seen.every((finding) => finding.met);
      return { met, saw: `${pods.length} of ${wanted} Pods: ${inWords(seen)}` };
    },
  };
}

/** Pods of which the same was seen are told in one breath; of those that differ, each. */
function inWords(seen: readonly { readonly name: string; readonly saw: string }[]): string {
  const same = Map.groupBy(seen, ({ name, saw }) => saw.replaceAll(name, '<pod>'));
  const told = [...same].map(([saw, pods]) =>
    pods.length > 1 ? `${pods.length} × ${saw}` : pods.map(({ name, saw }) => `${name}: ${saw}`).join(),
  );
  return told.join('; ') || 'none';
}
