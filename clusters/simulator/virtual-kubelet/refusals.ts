import type { Container } from '../../../harness/kubernetes.ts';

/** The provider does not take the Pod; the message ends up in the Pod's status and in an event. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Returns the text with which the provider refuses a container; undefined when it takes it. */
export type ContainerCheck = (container: Container) => string | undefined;

export const argumentsWithoutCommand: ContainerCheck = ({ args = [], command = [] }) =>
  args.length > 0 && command.length === 0
    ? 'ACI does not support providing args without specifying the command. Please supply both command and args to ' +
      'the pod spec.'
    : undefined;

export const lifecycleHooks: ContainerCheck = ({ lifecycle }) =>
  [lifecycle?.preStop, lifecycle?.postStart].some((hook) => hook?.exec || hook?.httpGet || hook?.tcpSocket)
    ? 'ACI does not support lifecycle hooks'
    : undefined;

export const startupProbe: ContainerCheck = ({ startupProbe }) =>
  startupProbe ? 'ACI does not support startupProbe' : undefined;

/** No region has GPUs for container groups: the provider's list of them is empty. */
const gpus: ContainerCheck = ({ resources }) => {
  const wanted = resources?.limits?.['nvidia.com/gpu'];
  if (wanted === undefined) return undefined;
  if (Number(wanted) === 0) return 'GPU must be a integer number';
  return "the pod requires GPU resource, but ACI doesn't provide GPU enabled container group in region japaneast";
};

/** Checks of every version, in the provider's order. */
export const containerChecks: readonly ContainerCheck[] = [
  gpus,
  (container) => refusedProbe(container, container.livenessProbe),
  (container) => refusedProbe(container, container.readinessProbe),
];

function refusedProbe({ ports = [] }: Container, probe: Container['livenessProbe']): string | undefined {
  if (!probe) return undefined;
  const { exec, httpGet } = probe;
  if (exec && httpGet) return 'probe may not specify more than one of "exec" and "httpGet"';
  if (!exec && !httpGet) return 'probe must specify one of "exec" and "httpGet"';
  const port: string | number | undefined = httpGet?.port;
  const named = typeof port === 'string' && !/^\d+$/.test(port);
  return named && !ports.some(({ name }) => name === port) ? `unable to find named port: ${port}` : undefined;
}

const without =
  (what: string, has: (container: Container) => unknown): ContainerCheck =>
  (container) =>
    has(container) ? `azure container instances initContainers do not support ${what}` : undefined;

/** Checks of init containers, in the provider's order. */
export const initContainerChecks: readonly ContainerCheck[] = [
  argumentsWithoutCommand,
  without('ports', ({ ports = [] }) => ports.length > 0),
  without('resources requests', ({ resources }) => Object.keys(resources?.requests ?? {}).length > 0),
  without('resources limits', ({ resources }) => Object.keys(resources?.limits ?? {}).length > 0),
  without('livenessProbe', ({ livenessProbe }) => livenessProbe),
  without('readinessProbe', ({ readinessProbe }) => readinessProbe),
  without('lifecycle hooks', ({ lifecycle }) => lifecycle),
  without('startupProbe', ({ startupProbe }) => startupProbe),
];
