import type { Node } from '../../kubernetes.ts';
import { condition } from '../../vocabulary/in-words.ts';
import { since } from '../in-words.ts';
import type { Lookup } from '../lookup.ts';
import type { CauseFinder } from './cause.ts';

/** The node of a Pod is gone, or does not say that it is well. */
export const nodeLost: CauseFinder = (pod, lookup) => {
  const text = troubleOfNode(pod.spec?.nodeName, lookup);
  if (text === undefined) return undefined;
  return {
    kind: 'node',
    text,
    helps: [
      `${pod.spec?.nodeName} well again, or the Pod deleted, so that another takes its place where it has an owner`,
    ],
  };
};

/** `its node worker1 is unreachable since …`; undefined for a node that is well, or unknown. */
export function troubleOfNode(name: string | undefined, lookup: Lookup): string | undefined {
  if (!name || !lookup.knows('Node')) return undefined;
  const node = lookup.get('Node', name);
  return node ? unwell(node, lookup.now) : `its node ${name} does not exist any more`;
}

function unwell({ metadata, status }: Node, now: Date): string | undefined {
  const ready = condition(status?.conditions, 'Ready');
  if (ready?.status === 'True') return undefined;
  const from = since(ready?.lastTransitionTime ?? undefined, now);
  if (ready?.status === 'Unknown')
    return `its node ${metadata?.name} is unreachable${from}: its kubelet does not answer`;
  return `its node ${metadata?.name} is not Ready${from}${ready?.message ? `: ${ready.message}` : ''}`;
}
