import { kindOfNode } from '../../vocabulary/node-kind.ts';
import { eventInWords } from '../in-words.ts';
import type { Cause, CauseFinder } from './cause.ts';

/** What virtual nodes are known to refuse, and what to do about it. */
const refusals: readonly (readonly [RegExp, string, string])[] = [
  [
    /requires volume (\S+) which is of an unsupported type/,
    'it does not mount volumes of that kind, such as those of claims',
    'a node with a kubelet of its own for this Pod, or an inline volume of file.csi.azure.com in the place of the claim',
  ],
  [/InaccessibleImage/, 'it cannot pull the image', 'imagePullSecrets of the registry in the Pod'],
  [/secret .* (is )?not found/, 'a Secret is missing', 'the Secret, and the Pod made anew after that'],
];

const missing = /^(Mandatory|Invalid)(Secret|ConfigMap)\w*|^InvalidEnvironmentVariableNames$/;

/** Whoever stands behind a virtual node has refused the Pod, or cannot make it. */
export const provider: CauseFinder = (pod, lookup) => {
  const { metadata, spec, status } = pod;
  const node = spec?.nodeName ?? '';
  const events = lookup.eventsAbout('Pod', metadata?.namespace, metadata?.name ?? '');
  const evidence = events
    .filter(({ type }) => type === 'Warning')
    .slice(-2)
    .map(eventInWords);
  if (status?.reason === 'ProviderFailed') {
    const created = events.findLast(({ reason }) => reason?.startsWith('ProviderCreate'));
    return refused(`${node} refuses it (ProviderFailed)`, {
      message: status.message ?? '',
      evidence,
      // The status stays as it was: https://github.com/virtual-kubelet/virtual-kubelet/issues/1257
      isLate: created?.reason === 'ProviderCreateSuccess',
    });
  }
  const about = lookup.get('Node', node);
  if (!about || kindOfNode(about) !== 'virtual node' || status?.phase !== 'Pending') return undefined;
  const failure = events.findLast(({ reason = '' }) => reason === 'ProviderCreateFailed' || missing.test(reason));
  if (!failure) return undefined;
  return refused(`${node} cannot make it (${failure.reason})`, {
    message: failure.message ?? '',
    evidence,
    isLate: false,
  });
};

function refused(
  what: string,
  {
    message,
    evidence,
    isLate,
  }: { readonly message: string; readonly evidence: readonly string[]; readonly isLate: boolean },
): Cause {
  if (isLate)
    return {
      kind: 'provider',
      text: `${what}: ${message}; a later attempt succeeded, and its status is not told of that any more`,
      evidence,
      helps: ['the Pod made anew'],
    };
  const known = refusals.find(([words]) => words.test(message));
  const meaning = known ? `; ${known[1]}` : '';
  return { kind: 'provider', text: `${what}: ${message}${meaning}`, evidence, helps: known ? [known[2]] : [] };
}
