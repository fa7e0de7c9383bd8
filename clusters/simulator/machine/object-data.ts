import type { Lookups } from './lookups.ts';
import type { Container, EnvVar, KeyRef, KeyToPath, ObjectRef } from './pod.ts';
import type { RunningPod } from './running-pod.ts';

export interface NamedObject {
  readonly kind: 'configmap' | 'secret';
  readonly namespace: string;
  readonly ref: ObjectRef;
}

/**
 * The data of a ConfigMap or Secret, decoded; empty when it is missing and optional. Throws in the API server's words when
 * it is missing.
 */
export function objectData(
  lookups: Pick<Lookups, 'configMaps' | 'secrets'>,
  { kind, namespace, ref }: NamedObject,
): Readonly<Record<string, string>> {
  const { name = '', optional } = ref;
  const key = `${namespace}/${name}`;
  const decoded = (data: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(data).map(([file, value]) => [file, Buffer.from(value, 'base64').toString()]));

  const configMap = kind === 'configmap' ? lookups.configMaps.get(key) : undefined;
  if (configMap) return { ...configMap.data, ...decoded(configMap.binaryData) };
  const secret = kind === 'secret' ? lookups.secrets.get(key) : undefined;
  if (secret) return decoded(secret.data);
  if (optional) return {};
  throw new Error(`${kind} "${name}" not found`);
}

/** Files of a volume made from an object: every key, or those that are listed under the paths that are given. */
export function filesIn(
  lookups: Pick<Lookups, 'configMaps' | 'secrets'>,
  named: NamedObject & { readonly items?: readonly KeyToPath[] | undefined },
) {
  const { kind, ref, items } = named;
  const data = objectData(lookups, named);
  if (!items) return data;
  const files: Record<string, string> = {};
  for (const { key, path } of items) {
    const value = data[key];
    if (value !== undefined) files[path] = value;
    else if (!ref.optional) {
      throw new Error(
        kind === 'configmap'
          ? `configmap references non-existent config key: ${key}`
          : `references non-existent secret key: ${key}`,
      );
    }
  }
  return files;
}

/** The value of a field of a pod, as environment variables and downward API volumes may ask for it. */
export function podField({ pod, hostIP, podIP }: RunningPod, path: string): string {
  const { name = '', namespace = '', uid = '', labels = {}, annotations = {} } = pod.metadata ?? {};
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map) return (map === 'labels' ? labels : annotations)[key] ?? '';
  const fields: Readonly<Record<string, string>> = {
    'metadata.name': name,
    'metadata.namespace': namespace,
    'metadata.uid': uid,
    'metadata.labels': asLines(labels),
    'metadata.annotations': asLines(annotations),
    'spec.nodeName': pod.spec.nodeName ?? '',
    'spec.serviceAccountName': pod.spec.serviceAccountName ?? '',
    'status.hostIP': hostIP,
    'status.hostIPs': hostIP,
    'status.podIP': podIP ?? '',
    'status.podIPs': podIP ?? '',
  };
  const value = fields[path];
  if (value === undefined) throw new Error(`unsupported fieldPath: ${path}`);
  return value;
}

/** As pkg/fieldpath writes a map: `key="value"`, sorted. */
function asLines(map: Readonly<Record<string, string>>): string {
  return Object.keys(map)
    .sort()
    .map((key) => `${key}=${JSON.stringify(map[key])}`)
    .join('\n');
}

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
