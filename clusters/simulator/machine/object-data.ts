import type { Container } from '../../../harness/kubernetes.ts';
import type { Lookups } from './lookups.ts';
import type { RunningPod } from './running-pod.ts';

type Objects = Pick<Lookups, 'configMaps' | 'secrets'>;
type Variables = Readonly<Record<string, string>>;
type EnvVar = NonNullable<Container['env']>[number];

interface NamedObject {
  readonly kind: 'configmap' | 'secret';
  readonly namespace: string;
  readonly ref: { readonly name?: string; readonly optional?: boolean };
}

/** The decoded data; if it is missing, it is empty when optional, or the API server's message is thrown. */
function objectData(objects: Objects, { kind, namespace, ref }: NamedObject): Readonly<Record<string, string>> {
  const { name = '', optional } = ref;
  const key = `${namespace}/${name}`;

  const configMap = kind === 'configmap' ? objects.configMaps.get(key) : undefined;
  if (configMap) return { ...configMap.data, ...decoded(configMap.binaryData) };
  const secret = kind === 'secret' ? objects.secrets.get(key) : undefined;
  if (secret) return decoded(secret.data);
  if (optional) return {};
  throw new Error(`${kind} "${name}" not found`);
}

export function decoded(data: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

interface WantedFiles extends NamedObject {
  readonly items?: readonly { readonly key: string; readonly path: string }[] | undefined;
}

/** The files of a volume that shows an object: all keys, or the listed ones under their paths. */
export function filesIn(objects: Objects, named: WantedFiles): Readonly<Record<string, string>> {
  const { kind, ref, items } = named;
  const data = objectData(objects, named);
  if (!items) return data;
  const files: Record<string, string> = {};
  for (const { key, path } of items) {
    const value = data[key];
    if (value !== undefined) files[path] = value;
    else if (!ref.optional) {
      const prefix =
        kind === 'configmap' ? 'configmap references non-existent config' : 'references non-existent secret';
      throw new Error(`${prefix} key: ${key}`);
    }
  }
  return files;
}

/** The value of a pod's field, as environment variables and downward API volumes reference it. */
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

/**
 * A container's variables: makeEnvironmentVariables in pkg/kubelet/kubelet_pods.go, without those of Services. Throws
 * the message of the container's CreateContainerConfigError.
 */
export function environmentVariables(running: RunningPod, container: Container, objects: Objects): Variables {
  const namespace = running.pod.metadata?.namespace ?? '';
  const result: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const ref = configMapRef ?? secretRef;
    if (!ref) continue;
    const data = objectData(objects, { kind: configMapRef ? 'configmap' : 'secret', namespace, ref });
    for (const [name, value] of Object.entries(data)) result[prefix + name] = value;
  }
  for (const variable of container.env ?? []) {
    const value = valueFor(variable);
    if (value !== undefined) result[variable.name] = value;
  }
  // The container runtime sets HOSTNAME; the pod's own variables override it.
  return { HOSTNAME: running.pod.spec.hostname ?? running.pod.metadata?.name ?? '', ...result };

  function valueFor({ value = '', valueFrom }: EnvVar): string | undefined {
    if (!valueFrom) return expandReferences(value, result);
    const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
    if (fieldRef) return podField(running, fieldRef.fieldPath);
    if (resourceFieldRef) return resourceAmount(container, resourceFieldRef.resource);
    const [kind, owner, ref] = configMapKeyRef
      ? (['configmap', 'ConfigMap', configMapKeyRef] as const)
      : (['secret', 'Secret', secretKeyRef] as const);
    const found = ref && objectData(objects, { kind, namespace, ref })[ref.key];
    if (ref && found === undefined && !ref.optional) {
      throw new Error(`couldn't find key ${ref.key} in ${owner} ${namespace}/${ref.name}`);
    }
    return found;
  }
}

/** Replaces `$(NAME)` by its value and `$$` by `$`; unknown names stay: third_party/forked/golang/expansion. */
export function expandReferences(text: string, variables: Variables): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (whole, name?: string) =>
    name === undefined ? '$' : (variables[name] ?? whole),
  );
}

/** `limits.cpu` of the container; 0 without one, where a kubelet would give the node's size. */
function resourceAmount({ resources = {} }: Container, path: string): string {
  const [group, ...name] = path.split('.');
  const amounts = group === 'limits' ? resources.limits : resources.requests;
  return amounts?.[name.join('.')] ?? '0';
}
