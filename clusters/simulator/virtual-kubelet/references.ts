import type { Container, Pod } from '../../../harness/kubernetes.ts';
import { type Lookups, valuesOf } from './lookups.ts';

export interface EnvironmentContext {
  readonly lookups: Lookups;
  /** Reports a reference that could not be resolved; always a Warning. */
  readonly report: (reason: string, message: string) => void;
  /** Whether a mandatory reference to a missing object fails. */
  readonly missingReferences: 'fail' | 'ignored';
}

/** The context of one Pod's references. */
export interface PodContext extends EnvironmentContext {
  readonly namespace: string;
  readonly pod: string;
}

type Kind = 'ConfigMap' | 'Secret';

/** Variables of one `envFrom`. Throws when a mandatory object is missing; the Pod's status stays as it is then. */
export function sourceReference(
  { configMapRef, secretRef, prefix = '' }: NonNullable<Container['envFrom']>[number],
  context: PodContext,
): Record<string, string> {
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
    context.report(
      'InvalidEnvironmentVariableNames',
      `keys [${invalid.sort().join(', ')}] from ${kind.toLowerCase()} ${context.namespace}/${name} were skipped ` +
        'since they are invalid as environment variable names',
    );
  }
  return Object.fromEntries(prefixed.filter(([key]) => isVariableName(key)));
}

interface KeyReference {
  readonly kind: Kind;
  readonly variable: string;
  readonly name?: string;
  readonly key: string;
  readonly optional?: boolean;
}

/** The value of one key; undefined skips the variable. Throws when it is mandatory and missing. */
export function keyReference(
  { kind, variable, name = '', key, optional = false }: KeyReference,
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
  throw new Error(values ? `${object} doesn't contain the "${key}" key required by pod ${context.pod}` : text);
}

/** A Secret's values as text; of a ConfigMap only `data`. */
function find(kind: Kind, name: string, { lookups, namespace }: PodContext): Record<string, string> | undefined {
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
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.podIP',
  'status.podIPs',
];

/** The value of a downward API field. Throws for those that the virtual kubelet does not resolve, such as addresses. */
export function fieldReference({ metadata = {}, spec }: Pod, path: string): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (map === 'labels') return metadata.labels?.[key] ?? '';
  if (map === 'annotations') return metadata.annotations?.[key] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name ?? '';
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid ?? '';
    case 'metadata.labels':
      return formatted(metadata.labels);
    case 'metadata.annotations':
      return formatted(metadata.annotations);
    case 'spec.nodeName':
      return spec?.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec?.serviceAccountName ?? '';
  }
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
export function expandReferences(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name?: string) =>
    name === undefined ? '$' : (lookUp(name) ?? whole),
  );
}
