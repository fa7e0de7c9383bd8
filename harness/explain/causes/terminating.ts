import { listed, since } from '../in-words.ts';
import type { CauseFinder } from './cause.ts';
import { troubleOfNode } from './node-lost.ts';

/** It is to go, and does not. */
export const terminating: CauseFinder = ({ metadata, spec }, lookup) => {
  if (!metadata?.deletionTimestamp) return undefined;
  const isLate = Date.parse(metadata.deletionTimestamp) < lookup.now.getTime();
  const began = since(metadata.deletionTimestamp, lookup.now);
  const trouble = troubleOfNode(spec?.nodeName, lookup);
  if (trouble)
    return {
      kind: 'terminating',
      text: `${isLate ? `it is to be gone${began}` : 'it is to be ended'}, but ${trouble}`,
      helps: [
        `${spec?.nodeName} well again`,
        `once it is certain that nothing runs there any more, the taint node.kubernetes.io/out-of-service on ${spec?.nodeName}`,
      ],
    };
  const { finalizers = [] } = metadata;
  if (finalizers.length > 0)
    return {
      kind: 'terminating',
      text: `it is to be gone${began}, but finalizers hold it: ${listed(finalizers)}`,
      helps: [`whoever set ${listed(finalizers)} doing its work`],
    };
  return {
    kind: 'terminating',
    text: isLate
      ? `it is to be gone${began}, but ${spec?.nodeName ?? 'nobody'} has not ended it yet`
      : 'it is being ended',
  };
};
