import { podField } from './downward.ts';
import type { Lookups } from './lookups.ts';
import { objectData } from './object-data.ts';
import type { Container, EnvVar, KeyRef } from './pod.ts';
import type { RunningPod } from './running-pod.ts';

type Variables = Readonly<Record<string, string>>;

/**
 * The variables of a container: makeEnvironmentVariables in pkg/kubelet/kubelet_pods.go, without those of Services. Throws
 * with what the container's CreateContainerConfigError says.
 */
export function environmentVariables(
  running: RunningPod,
  container: Container,
  lookups: Pick<Lookups, 'configMaps' | 'secrets'>,
): Variables {
  const namespace = running.pod.metadata?.namespace ?? '';
  const result: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const ref = configMapRef ?? secretRef;
    if (!ref) continue;
    const data = objectData(lookups, { kind: configMapRef ? 'configmap' : 'secret', namespace, ref });
    for (const [name, value] of Object.entries(data)) result[prefix + name] = value;
  }
  for (const variable of container.env ?? []) {
    const value = variableValue(variable, { running, container, lookups, known: result });
    if (value !== undefined) result[variable.name] = value;
  }
  // The container runtime sets it, and an image that needs another name says so itself.
  return { HOSTNAME: running.pod.spec.hostname ?? running.pod.metadata?.name ?? '', ...result };
}

/** Replaces `$(NAME)` by the variable's value and `$$` by `$`; what is not known stays: third_party/forked/golang/expansion. */
export function expandReferences(text: string, variables: Variables): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (whole, name?: string) =>
    name === undefined ? '$' : (variables[name] ?? whole),
  );
}

interface Scope {
  readonly running: RunningPod;
  readonly container: Container;
  readonly lookups: Pick<Lookups, 'configMaps' | 'secrets'>;
  readonly known: Variables;
}

function variableValue({ value = '', valueFrom }: EnvVar, scope: Scope): string | undefined {
  if (!valueFrom) return expandReferences(value, scope.known);
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef) return podField(scope.running, fieldRef.fieldPath);
  if (resourceFieldRef) return resourceOf(scope.container, resourceFieldRef.resource);
  if (configMapKeyRef) return valueAt('configmap', configMapKeyRef, scope);
  return secretKeyRef && valueAt('secret', secretKeyRef, scope);
}

function valueAt(kind: 'configmap' | 'secret', ref: KeyRef, { running, lookups }: Scope): string | undefined {
  const namespace = running.pod.metadata?.namespace ?? '';
  const value = objectData(lookups, { kind, namespace, ref })[ref.key];
  if (value === undefined && !ref.optional) {
    const owner = kind === 'configmap' ? 'ConfigMap' : 'Secret';
    throw new Error(`couldn't find key ${ref.key} in ${owner} ${namespace}/${ref.name}`);
  }
  return value;
}

/** `limits.cpu` as the container has it; 0 where there is none, as this node's size is nobody's limit here. */
function resourceOf({ resources = {} }: Container, path: string): string {
  const [group, ...name] = path.split('.');
  const amounts = group === 'limits' ? resources.limits : resources.requests;
  return amounts?.[name.join('.')] ?? '0';
}
