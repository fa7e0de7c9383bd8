import type { Pod } from '../../kubernetes.ts';
import { condition } from '../../vocabulary/in-words.ts';
import { type Cause, type CauseFinder, warningsAbout } from '../conclusions.ts';
import { counted, eventInWords, listed, since } from '../in-words.ts';

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

/** A container waits for a known reason, or has failed repeatedly. */
export const waitingContainer: CauseFinder = (pod, lookup) => {
  for (const container of containersOf(pod)) {
    const found = troubleOf(container, pod);
    if (found) return { ...found, evidence: warningsAbout(pod, lookup) };
  }
  return undefined;
};

function troubleOf(container: ContainerStatus, pod: Pod): Cause | undefined {
  const { reason = '', message = '' } = container.state?.waiting ?? {};
  const name = nameOf(container, pod);
  const detail = message ? `: ${message}` : '';
  if (imageReasons.has(reason))
    return {
      kind: 'image',
      text: `the image ${container.image} of ${name} cannot be pulled (${reason})${detail}`,
      helps: ['the name of the image, the way to its registry, and imagePullSecrets looked at'],
    };
  if (configReasons.has(reason))
    return {
      kind: 'container-config',
      text: `${name} cannot be made (${reason})${detail}`,
      helps: ['what the message asks for'],
    };
  // Before it waits, it has ended for a moment.
  const again = container.restartCount > 0 && (container.state?.terminated?.exitCode ?? 0) !== 0;
  return reason === 'CrashLoopBackOff' || again ? crashing(container, pod) : undefined;
}

function crashing(container: ContainerStatus, pod: Pod): Cause {
  const { state, lastState, restartCount, name } = container;
  const last = state?.terminated ?? lastState?.terminated;
  const end = last ? `, last with ${endInWords(last)}` : '';
  const message = last?.message ? `: ${last.message.trim()}` : '';
  const { namespace, name: podName } = pod.metadata ?? {};
  const memory = last?.reason === 'OOMKilled' ? ['a higher memory limit, or a program that needs less'] : [];
  return {
    kind: 'crash-loop',
    text: `${nameOf(container, pod)} ends again and again, ${counted(restartCount, 'restart')} so far${end}${message}`,
    helps: [...memory, `its log: kubectl logs -n ${namespace} ${podName} -c ${name} --previous`],
  };
}

/** It runs, and is not Ready. */
export const notReady: CauseFinder = (pod, lookup) => {
  const { spec, status } = pod;
  if (status?.phase !== 'Running') return undefined;
  const ready = condition(status.conditions, 'Ready');
  if (ready?.status === 'True') return undefined;
  const events = lookup.eventsAbout('Pod', pod);
  const probe = events.findLast(({ reason }) => reason === 'Unhealthy');
  const evidence = warningsAbout(pod, lookup);
  const containers = (status.containerStatuses ?? []).filter((each) => !each.ready);
  const gates = (spec?.readinessGates ?? [])
    .map(({ conditionType }) => conditionType)
    .filter((type) => condition(status.conditions, type)?.status !== 'True');
  const from = since(ready?.lastTransitionTime ?? undefined, lookup.now);
  if (containers.length === 0 && gates.length > 0)
    return {
      kind: 'not-ready',
      text: `it waits for ${counted(gates.length, 'readiness gate')}${from}: ${listed(gates)}`,
      evidence,
      helps: [`the controllers of ${listed(gates)} setting ${gates.length === 1 ? 'it' : 'them'}`],
    };
  const names = containers.map(({ name }) => name);
  const which = names.length > 0 ? `${names.length === 1 ? 'container' : 'containers'} ${listed(names)}` : 'it';
  const why = probe?.message ?? ready?.message;
  return {
    kind: 'not-ready',
    text: `${which} ${names.length > 1 ? 'are' : 'is'} not Ready${from}${why ? `: ${why.trim()}` : ''}`,
    evidence,
    helps: probe ? ['a look at what the probe asks, and at the log of the container'] : [],
  };
};

/** All its containers have ended, at least one with an error, or its node rejected it. */
export const ended: CauseFinder = (pod, lookup) => {
  const { status } = pod;
  if (status?.phase !== 'Failed') return undefined;
  const failed = containersOf(pod).flatMap(({ name, state }) =>
    state?.terminated && state.terminated.exitCode !== 0
      ? [`container ${name} ended with ${endInWords(state.terminated)}`]
      : [],
  );
  const stated = [status.reason, status.message].filter(Boolean).join(': ');
  return {
    kind: status.reason === 'ProviderFailed' ? 'provider' : 'ended',
    text: `it has failed for good: ${[stated, ...failed].filter(Boolean).join('; ') || 'no reason is given'}`,
    evidence: warningsAbout(pod, lookup),
    helps: ['a new Pod in its place'],
  };
};

/** Nothing is wrong so far: it has a node and is not Ready yet. */
export const starting: CauseFinder = (pod, lookup) => {
  const { spec, status } = pod;
  const events = lookup.eventsAbout('Pod', pod);
  const running = containersOf(pod).find(({ state }) => state?.running);
  const isPreparing = status?.phase === 'Pending' && running;
  const doing = isPreparing
    ? `${nameOf(running, pod)} runs before the others`
    : `${spec?.nodeName ?? 'no node'} has not reported what it waits for`;
  return { kind: 'starting', text: `it is being started: ${doing}`, evidence: events.slice(-2).map(eventInWords) };
};

export type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** Init containers first, as they run first. */
export function containersOf({ status }: Pod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

/** `1 (Error)` */
function endInWords({ exitCode, reason, signal }: Terminated): string {
  return `${exitCode}${signal ? ` by signal ${signal}` : ''}${reason ? ` (${reason})` : ''}`;
}

/** `init container prepare` */
export function nameOf({ name }: ContainerStatus, { spec }: Pod): string {
  return (spec?.initContainers ?? []).some((one) => one.name === name) ? `init container ${name}` : `container ${name}`;
}
