import type { Pod } from '../../kubernetes.ts';
import { counted, eventInWords } from '../in-words.ts';
import type { Cause, CauseFinder } from './cause.ts';
import { type ContainerStatus, containersOf, endInWords, nameOf } from './containers.ts';

/** https://github.com/kubernetes/kubernetes, pkg/kubelet/images/types.go */
const imageReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);
/** pkg/kubelet/kuberuntime/kuberuntime_container.go */
const configReasons = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PostStartHookError',
  'RunContainerError',
]);

/** A container waits and says why, or has failed before and now again. */
export const waitingContainer: CauseFinder = (pod, lookup) => {
  for (const container of containersOf(pod)) {
    const found = troubleOf(container, pod);
    if (!found) continue;
    const warnings = lookup
      .eventsAbout('Pod', pod.metadata?.namespace, pod.metadata?.name ?? '')
      .filter(({ type }) => type === 'Warning');
    return { ...found, evidence: warnings.slice(-2).map(eventInWords) };
  }
  return undefined;
};

function troubleOf(container: ContainerStatus, pod: Pod): Cause | undefined {
  const { reason = '', message = '' } = container.state?.waiting ?? {};
  const name = nameOf(container, pod);
  const told = message ? `: ${message}` : '';
  if (imageReasons.has(reason))
    return {
      kind: 'image',
      text: `the image ${container.image} of ${name} cannot be pulled (${reason})${told}`,
      helps: ['the name of the image, the way to its registry, and imagePullSecrets looked at'],
    };
  if (configReasons.has(reason))
    return {
      kind: 'container-config',
      text: `${name} cannot be made (${reason})${told}`,
      helps: ['what the message asks for'],
    };
  // For a moment it has ended, and does not wait yet.
  const again = container.restartCount > 0 && (container.state?.terminated?.exitCode ?? 0) !== 0;
  return reason === 'CrashLoopBackOff' || again ? crashing(container, pod) : undefined;
}

function crashing(container: ContainerStatus, pod: Pod): Cause {
  const { state, lastState, restartCount, name } = container;
  const last = state?.terminated ?? lastState?.terminated;
  const end = last ? `, last with ${endInWords(last)}` : '';
  const { namespace, name: podName } = pod.metadata ?? {};
  const memory = last?.reason === 'OOMKilled' ? ['a higher memory limit, or a program that needs less'] : [];
  return {
    kind: 'crash-loop',
    text: `${nameOf(container, pod)} ends again and again, ${counted(restartCount, 'restart')} so far${end}${last?.message ? `: ${last.message.trim()}` : ''}`,
    helps: [...memory, `its log: kubectl logs -n ${namespace} ${podName} -c ${name} --previous`],
  };
}
