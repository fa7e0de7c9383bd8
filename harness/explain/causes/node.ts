import type { Node, Pod } from '../../kubernetes.ts';
import { condition } from '../../vocabulary/in-words.ts';
import { kindOfNode } from '../../vocabulary/nodes.ts';
import { type Cause, type CauseFinder, warningsAbout } from '../conclusions.ts';
import { listed, since } from '../in-words.ts';
import type { Lookup } from '../lookup.ts';

/** The node of a Pod is gone, or not Ready. */
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

/** `its node worker1 is unreachable since …`; undefined for a node that is Ready or unknown. */
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

/** It is deleted, and is not gone. */
export const terminating: CauseFinder = ({ metadata, spec }, lookup) => {
  if (!metadata?.deletionTimestamp) return undefined;
  const isLate = Date.parse(metadata.deletionTimestamp) < lookup.now.getTime();
  const began = since(metadata.deletionTimestamp, lookup.now);
  const trouble = troubleOfNode(spec?.nodeName, lookup);
  if (trouble)
    return {
      kind: 'terminating',
      text: `${isLate ? `it should be gone${began}` : 'it is being deleted'}, but ${trouble}`,
      helps: [
        `${spec?.nodeName} well again`,
        'once it is certain that nothing runs there any more, ' +
          `the taint node.kubernetes.io/out-of-service on ${spec?.nodeName}`,
      ],
    };
  const { finalizers = [] } = metadata;
  if (finalizers.length > 0)
    return {
      kind: 'terminating',
      text: `it should be gone${began}, but finalizers hold it: ${listed(finalizers)}`,
      helps: [`the controllers of ${listed(finalizers)} doing their work`],
    };
  return {
    kind: 'terminating',
    text: isLate
      ? `it should be gone${began}, but ${spec?.nodeName ?? 'no node'} has not ended it yet`
      : 'it is being ended',
  };
};

/** Messages of virtual nodes, with their meaning and a remedy. */
const refusals: readonly (readonly [RegExp, string, string])[] = [
  [/InaccessibleImage/, 'it cannot pull the image', 'imagePullSecrets of the registry in the Pod'],
  [/secret .* not found/, 'a Secret is missing', 'the Secret, and the Pod re-created after that'],
];

const ofVolume = /requires volume (\S+) which is of an unsupported type/;

const missing = /^(Mandatory|Invalid)(Secret|ConfigMap)\w*|^InvalidEnvironmentVariableNames$/;

/** The provider of a virtual node has refused the Pod, or cannot create it. */
export const provider: CauseFinder = (pod, lookup) => {
  const { spec, status } = pod;
  const node = spec?.nodeName ?? '';
  const events = lookup.eventsAbout('Pod', pod);
  if (status?.reason === 'ProviderFailed') {
    const what = `${node} refuses it (ProviderFailed): ${status.message ?? ''}`;
    const created = events.findLast(({ reason }) => reason?.startsWith('ProviderCreate'));
    if (created?.reason !== 'ProviderCreateSuccess') return refused(what, pod, lookup);
    // The status stays as it was: https://github.com/virtual-kubelet/virtual-kubelet/issues/1257
    const text = `${what}; a later attempt succeeded, and its status is no longer updated`;
    return { kind: 'provider', text, evidence: warningsAbout(pod, lookup), helps: ['the Pod re-created'] };
  }
  const about = lookup.get('Node', node);
  if (!about || kindOfNode(about) !== 'virtual node' || status?.phase !== 'Pending') return undefined;
  const failure = events.findLast(({ reason = '' }) => reason === 'ProviderCreateFailed' || missing.test(reason));
  return failure && refused(`${node} cannot make it (${failure.reason}): ${failure.message ?? ''}`, pod, lookup);
};

/** The words end with the provider's message. */
function refused(words: string, pod: Pod, lookup: Lookup): Cause {
  const [meaning, help] = meaningOf(words, pod) ?? [];
  return {
    kind: 'provider',
    text: `${words}${meaning ? `; ${meaning}` : ''}`,
    evidence: warningsAbout(pod, lookup),
    helps: help ? [help] : [],
  };
}

function meaningOf(message: string, { spec }: Pod): readonly [string, string] | undefined {
  const named = ofVolume.exec(message)?.[1];
  const volume = spec?.volumes?.find(({ name }) => name === named);
  const claim = volume?.persistentVolumeClaim?.claimName;
  if (claim)
    return [
      `${named} is claim ${claim}, and virtual nodes mount no claims`,
      'a node with its own kubelet for this Pod, or the share as an inline volume of file.csi.azure.com',
    ];
  if (named) return ['virtual nodes mount few kinds of volumes', 'a node with its own kubelet for this Pod'];
  const known = refusals.find(([words]) => words.test(message));
  return known && [known[1], known[2]];
}
