import type { DaemonSet, Pod } from '../kubernetes.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import { podInWords } from './in-words.ts';
import { kindOfNodeOf, namesOf, nodesOfKind } from './nodes.ts';
import { isRunning } from './pod-matchers.ts';

/** Expectations of a DaemonSet's Pods. */
export function daemonset(name: string) {
  return {
    runsOnEveryVmNode: () => onEveryVmNode(name),
    staysOffVirtualNode: () => offVirtualNode(name),
    runsOnVirtualNode: () => onVirtualNode(name),
  };
}

/** One running Pod on each VM node that has no taint against it. */
function onEveryVmNode(name: string): Expectation {
  return {
    summary: `DaemonSet ${name} runs one Pod on every VM node`,
    look(view) {
      const nodes = openVmNodes(view);
      const pods = podsOf(view, name).filter((pod) => kindOfNodeOf(pod, view) === 'VM node');
      const running = pods.filter((pod) => isRunning.look(pod, view).met).map(({ spec }) => spec?.nodeName);
      const met = nodes.length > 0 && nodes.every((node) => running.filter((there) => there === node).length === 1);
      return { met, saw: `${inWords(pods)}; VM nodes: ${nodes.join(', ') || 'none'}` };
    },
  };
}

/** No Pod of it is assigned to a virtual node, and its controller has considered every node. */
function offVirtualNode(name: string): Expectation {
  return {
    summary: `DaemonSet ${name} has no Pod on the virtual node`,
    look(view) {
      const found = view.get<DaemonSet>('DaemonSet', name);
      const pods = podsOf(view, name);
      const there = pods.filter((pod) => aimsAtVirtualNode(pod, view));
      const considered = found?.status?.observedGeneration === found?.metadata?.generation;
      return { met: Boolean(found) && considered && there.length === 0, saw: inWords(pods) };
    },
  };
}

function onVirtualNode(name: string): Expectation {
  return {
    summary: `DaemonSet ${name} runs a Pod on the virtual node`,
    look(view) {
      const pods = podsOf(view, name);
      const there = pods.filter((pod) => kindOfNodeOf(pod, view) === 'virtual node');
      return { met: there.some((pod) => isRunning.look(pod, view).met), saw: inWords(pods) };
    },
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

function inWords(pods: readonly Pod[]): string {
  return pods.map((pod) => `${pod.metadata?.name}: ${podInWords(pod)}`).join('; ') || 'no Pods';
}
