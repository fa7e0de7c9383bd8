import type { Container, Pod, Service } from '../../../harness/kubernetes.ts';
import { type Lookups, valuesOf } from './lookups.ts';
import type { Environments } from './provider.ts';

/** Resolves the environments of all containers, init containers first. Throws at the first reference that fails. */
export function populateEnvironment(pod: Pod, context: EnvironmentContext): Environments {
  const { metadata, spec } = pod;
  const visible = visibleServices(context.lookups.services(), metadata?.namespace, spec?.enableServiceLinks);
  const services = serviceVariables(visible);
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return new Map(
    containers.map((container) => [
      container.name,
      { ...services, ...variablesOf(container, services, { ...context, pod }) },
    ]),
  );
}

function variablesOf({ envFrom = [], env = [] }: Container, services: Variables, context: PodContext): Variables {
  const variables: Record<string, string> = {};
  for (const source of envFrom) Object.assign(variables, sourceReference(source, context));
  for (const { name, value = '', valueFrom } of env) {
    const resolved = valueFrom
      ? valueFromReference(name, valueFrom, context)
      : expandReferences(value, (wanted) => variables[wanted] ?? services[wanted]);
    if (resolved !== undefined) variables[name] = resolved;
  }
  return variables;
}

function valueFromReference(
  variable: string,
  { configMapKeyRef, secretKeyRef, fieldRef }: NonNullable<NonNullable<Container['env']>[number]['valueFrom']>,
  context: PodContext,
): string | undefined {
  if (configMapKeyRef) return keyReference('ConfigMap', variable, configMapKeyRef, context);
  if (secretKeyRef) return keyReference('Secret', variable, secretKeyRef, context);
  // The virtual kubelet drops resourceFieldRef without an error.
  return fieldRef && fieldReference(context.pod, fieldRef.fieldPath);
}

/** The service `kubernetes` of the default namespace, and, where service links are on, those of the Pod's namespace. */
function visibleServices(services: readonly Service[], namespace: string | undefined, links = true) {
  const withAddress = services.filter(({ spec }) => spec?.clusterIP && spec.clusterIP !== 'None');
  const own = withAddress.filter(({ metadata }) => links && metadata?.namespace === namespace);
  const isKubernetes = ({ metadata }: Service) => metadata?.name === 'kubernetes';
  const master = withAddress.filter(
    (service) => service.metadata?.namespace === 'default' && isKubernetes(service) && !own.some(isKubernetes),
  );
  return [...master, ...own];
}

/**
 * `WEB_SERVICE_HOST`, … of each service:
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
function serviceVariables(services: readonly Service[]): Variables {
  const variables: Record<string, string> = {};
  for (const { metadata, spec } of services) {
    const host = spec?.clusterIP ?? '';
    const address = host.includes(':') ? `[${host}]` : host;
    const prefix = variableName(metadata?.name ?? '');
    variables[`${prefix}_SERVICE_HOST`] = host;
    for (const [index, { name, port, protocol = 'TCP' }] of (spec?.ports ?? []).entries()) {
      const scheme = protocol.toLowerCase();
      const url = `${scheme}://${address}:${port}`;
      const link = `${prefix}_PORT_${port}_${protocol}`;
      if (index === 0) Object.assign(variables, { [`${prefix}_SERVICE_PORT`]: String(port), [`${prefix}_PORT`]: url });
      if (name) variables[`${prefix}_SERVICE_PORT_${variableName(name)}`] = String(port);
      Object.assign(variables, { [link]: url, [`${link}_PROTO`]: scheme, [`${link}_PORT`]: String(port) });
      variables[`${link}_ADDR`] = host;
    }
  }
  return variables;
}

const variableName = (name: string) => name.replaceAll('-', '_').toUpperCase();

type Variables = Readonly<Record<string, string>>;

interface EnvironmentContext {
  readonly lookups: Lookups;
  /** Reports a reference that could not be resolved; always a Warning. */
  readonly report: (reason: string, message: string) => void;
  /** Whether a mandatory reference to a missing object fails. */
  readonly missingReferences: 'fail' | 'ignored';
}

type PodContext = EnvironmentContext & { readonly pod: Pod };

type Kind = 'ConfigMap' | 'Secret';

/** Variables of one `envFrom`. Throws when a mandatory object is missing; the Pod's status stays as it is then. */
function sourceReference(
  { configMapRef, secretRef, prefix = '' }: NonNullable<Container['envFrom']>[number],
  context: PodContext,
): Variables {
  const kind = configMapRef ? 'ConfigMap' : 'Secret';
  const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
  const values = find(kind, name, context);
  if (!values) {
    if (context.missingReferences === 'ignored') return {};
    context.report(`${optional ? 'Optional' : 'Mandatory'}${kind}NotFound`, notFound(kind, name));
    if (optional) return {};
    throw new Error(notFound(kind, name));
  }
  const prefixed = Object.entries(values).map(([key, value]) => [prefix + key, value] as const);
  const invalid = prefixed.map(([key]) => key).filter((key) => !isVariableName(key));
  if (invalid.length > 0) {
    const source = `${kind.toLowerCase()} ${context.pod.metadata?.namespace}/${name}`;
    const text = `keys [${invalid.sort().join(', ')}] from ${source} were skipped since they are invalid as `;
    context.report('InvalidEnvironmentVariableNames', `${text}environment variable names`);
  }
  return Object.fromEntries(prefixed.filter(([key]) => isVariableName(key)));
}

/** The value of one key; undefined skips the variable. Throws when it is mandatory and missing. */
function keyReference(
  kind: Kind,
  variable: string,
  { name = '', key, optional = false }: { readonly name?: string; readonly key: string; readonly optional?: boolean },
  context: PodContext,
): string | undefined {
  const values = find(kind, name, context);
  const value = values?.[key];
  if (value !== undefined || context.missingReferences === 'ignored') return value;

  const object = `${kind.toLowerCase()} "${name}"`;
  const text = values ? `key "${key}" does not exist in ${object}` : notFound(kind, name);
  const reason = values ? `${kind}KeyNotFound` : `${kind}NotFound`;
  if (optional) {
    context.report(`Optional${reason}`, `skipping optional envvar "${variable}": ${text}`);
    return undefined;
  }
  context.report(`Mandatory${reason}`, text);
  throw new Error(
    values ? `${object} doesn't contain the "${key}" key required by pod ${context.pod.metadata?.name}` : text,
  );
}

/** A Secret's values as text; of a ConfigMap only `data`. */
function find(kind: Kind, name: string, { lookups, pod }: PodContext): Variables | undefined {
  const namespace = pod.metadata?.namespace ?? '';
  if (kind === 'ConfigMap') {
    const configMap = lookups.configMap(namespace, name);
    return configMap && (configMap.data ?? {});
  }
  const secret = lookups.secret(namespace, name);
  return secret && valuesOf(secret);
}

const notFound = (kind: Kind, name: string) => `${kind.toLowerCase()} "${name}" not found`;

/** IsEnvVarName of Kubernetes, before relaxed names: letters, digits, `_-.`, no leading digit, not `.` or `..…`. */
function isVariableName(name: string): boolean {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name) && name !== '.' && !name.startsWith('..');
}

/** Fields that the virtual kubelet knows and does not resolve. */
const unsupported = [
  ...['spec.restartPolicy', 'spec.schedulerName'],
  ...['status.phase', 'status.hostIP', 'status.podIP', 'status.podIPs'],
];

/** The value of a downward API field. Throws for those that the virtual kubelet does not resolve, such as addresses. */
function fieldReference({ metadata = {}, spec }: Pod, path: string): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (map === 'labels') return metadata.labels?.[key] ?? '';
  if (map === 'annotations') return metadata.annotations?.[key] ?? '';
  const values: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name ?? '',
    'metadata.namespace': metadata.namespace ?? '',
    'metadata.uid': metadata.uid ?? '',
    'metadata.labels': formatted(metadata.labels),
    'metadata.annotations': formatted(metadata.annotations),
    'spec.nodeName': spec?.nodeName ?? '',
    'spec.serviceAccountName': spec?.serviceAccountName ?? '',
  };
  const value = values[path];
  if (value !== undefined) return value;
  throw new Error(unsupported.includes(path) ? `unsupported fieldPath: ${path}` : `field label not supported: ${path}`);
}

/** `key="value"` lines in the order of the keys, as the downward API writes a map. */
function formatted(map: Readonly<Record<string, string>> = {}): string {
  return Object.keys(map)
    .sort()
    .map((key) => `${key}=${JSON.stringify(map[key])}`)
    .join('\n');
}

/**
 * Replaces `$(NAME)` by the variable's value; `$$` is a dollar sign, unknown and malformed references stay:
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
function expandReferences(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name?: string) =>
    name === undefined ? '$' : (lookUp(name) ?? whole),
  );
}
