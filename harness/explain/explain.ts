import type { Pod } from '../kubernetes.ts';
import { condition, podInWords } from '../vocabulary/in-words.ts';
import { ended, notReady, starting, waitingContainer } from './causes/containers.ts';
import { nodeLost, provider, terminating, troubleOfNode } from './causes/node.ts';
import { claims, volumes } from './causes/storage.ts';
import { notLookedAt, schedulingGate, unschedulable } from './causes/unschedulable.ts';
import type { Cause, CauseFinder } from './conclusions.ts';
import type { Explanation } from './explanation.ts';
import { type ClusterObjects, explainedKinds, type Lookup, lookupIn } from './lookup.ts';

/** Why a Pod is not as expected, for many Pods of one cluster: a pure function of what is known of it. */
export function explainer(objects: ClusterObjects): (pod: Pod) => Explanation {
  const lookup = lookupIn(objects);
  return (pod) => {
    const { namespace = '', name = '' } = pod.metadata ?? {};
    const { kind, text, basis = 'status', evidence = [], nodes = [], helps = [], unknown = [] } = causeOf(pod, lookup);
    // What could not be read matters only where no cause was found.
    const unread = kind === 'starting' ? explainedKinds.flatMap((each) => lookup.whyUnknown(each) ?? []) : [];
    return {
      pod: { namespace, name, ...(pod.spec?.nodeName && { node: pod.spec.nodeName }) },
      state: podInWords(pod),
      kind,
      cause: text.replace(/\.$/, ''),
      basis,
      evidence: [...new Set(evidence)],
      nodes,
      helps,
      unknown: [...new Set([...unknown, ...unread])],
    };
  };
}

/** It runs and is Ready, or has succeeded, or terminates in time on a node that can end it. */
export function isAsExpected({ metadata, spec, status }: Pod, lookup: Lookup): boolean {
  if (status?.phase === 'Succeeded') return true;
  // The time by which it should be gone.
  if (metadata?.deletionTimestamp)
    return Date.parse(metadata.deletionTimestamp) >= lookup.now.getTime() && !troubleOfNode(spec?.nodeName, lookup);
  return status?.phase === 'Running' && condition(status.conditions, 'Ready')?.status === 'True';
}

const withoutNode: readonly CauseFinder[] = [schedulingGate, claims, unschedulable, notLookedAt];
const onNode: readonly CauseFinder[] = [provider, nodeLost, waitingContainer, volumes, notReady];

/** The first that is found: what comes later can only be seen once what comes earlier is well. */
function causeOf(pod: Pod, lookup: Lookup): Cause {
  const finders = [terminating, ended, ...(pod.spec?.nodeName ? onNode : withoutNode), starting];
  for (const find of finders) {
    const found = find(pod, lookup);
    if (found) return found;
  }
  return { kind: 'starting', text: 'nothing is known of it' };
}
