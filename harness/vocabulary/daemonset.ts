import type { DaemonSet, Pod } from '../kubernetes.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import { podInWords } from './in-words.ts';
import { kindOfNodeOf, namesOf, nodesOfKind } from './nodes.ts';
import { isRunning } from './pod-matchers.ts';

/** Expectations of a DaemonSet's Pods. */
export function daemonset(name: string) {
  const expecting = (
    description: string,
    isMet: (pods: readonly Pod[], view: ClusterView) => boolean,
  ): Expectation => ({
    summary: `DaemonSet ${name} ${description}`,
    look(view) {
      const pods = podsOf(view, name);
      const each = pods.map((pod) => `${pod.metadata?.name}: ${podInWords(pod)}`);
      return { met: isMet(pods, view), saw: each.join('; ') || 'no Pods' };
    },
  });
  return {
    /** On each that has no taint against it. */
    runsOnEveryVmNode: () =>
      expecting('runs one Pod on every VM node', (pods, view) => {
        const nodes = openVmNodes(view);
        const running = pods.filter((pod) => isRunning.look(pod, view).met).map(({ spec }) => spec?.nodeName);
        return nodes.length > 0 && nodes.every((node) => running.filter((there) => there === node).length === 1);
      }),
    /** No Pod of it is assigned to a virtual node, and its controller has considered every node. */
    staysOffVirtualNode: () =>
      expecting('has no Pod on the virtual node', (pods, view) => {
        const found = view.get<DaemonSet>('DaemonSet', name);
        const considered = found?.status?.observedGeneration === found?.metadata?.generation;
        return Boolean(found) && considered && !pods.some((pod) => aimsAtVirtualNode(pod, view));
      }),
    runsOnVirtualNode: () =>
      expecting('runs a Pod on the virtual node', (pods, view) =>
        pods.some((pod) => kindOfNodeOf(pod, view) === 'virtual node' && isRunning.look(pod, view).met),
      ),
  };
}

function podsOf(view: ClusterView, name: string): readonly Pod[] {
  const found = view.get<DaemonSet>('DaemonSet', name);
  return found ? view.list<Pod>('Pod', found.spec?.selector.matchLabels ?? {}) : [];
}

/** The controller names a Pod's node by affinity first, and the scheduler assigns it then. */
function aimsAtVirtualNode(pod: Pod, view: ClusterView): boolean {
  if (pod.spec?.nodeName) return kindOfNodeOf(pod, view) === 'virtual node';
  const terms =
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const named = terms.flatMap(({ matchFields = [] }) => matchFields.flatMap(({ values = [] }) => values));
  const virtual = namesOf(nodesOfKind(view, 'virtual node'));
  return named.some((node) => virtual.includes(node));
}

function openVmNodes(view: ClusterView): string[] {
  const open = nodesOfKind(view, 'VM node').filter(
    ({ spec }) => !spec?.taints?.some(({ effect }) => effect !== 'PreferNoSchedule'),
  );
  return namesOf(open);
}
