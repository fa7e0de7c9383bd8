import type { Container } from '../kubernetes.ts';
import { valuesOf } from '../lookups.ts';
import type { EnvironmentContext } from './populate-environment.ts';

type Kind = 'ConfigMap' | 'Secret';

/** Where references of one Pod lead, and whom to tell. */
export interface Referred extends EnvironmentContext {
  readonly namespace: string;
  readonly pod: string;
}

/** What `envFrom` brings in. */
export function sourceReference(
  { configMapRef, secretRef, prefix = '' }: NonNullable<Container['envFrom']>[number],
  referred: Referred,
): Record<string, string> {
  const kind = configMapRef ? 'ConfigMap' : 'Secret';
  const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
  const values = find(kind, name, referred);
  if (!values && referred.missingReferences === 'ignored') return {};
  if (!values) {
    referred.report(`${optional ? 'Optional' : 'Mandatory'}${kind}NotFound`, notFound(kind, name));
    if (optional) return {};
    // A mandatory reference that leads nowhere ends the attempt; the Pod's status stays as it is.
    throw new Error(notFound(kind, name));
  }
  const prefixed = Object.entries(values).map(([key, value]) => [prefix + key, value] as const);
  const invalid = prefixed.map(([key]) => key).filter((key) => !isVariableName(key));
  if (invalid.length > 0) {
    referred.report(
      'InvalidEnvironmentVariableNames',
      `keys [${invalid.sort().join(', ')}] from ${lower(kind)} ${referred.namespace}/${name} were skipped since they are invalid as environment variable names`,
    );
  }
  return Object.fromEntries(prefixed.filter(([key]) => isVariableName(key)));
}

/** The value of one key; undefined skips the variable. */
export function keyReference(
  reference: {
    readonly kind: Kind;
    readonly variable: string;
    readonly name?: string;
    readonly key: string;
    readonly optional?: boolean;
  },
  referred: Referred,
): string | undefined {
  const { kind, variable, name = '', key, optional = false } = reference;
  const values = find(kind, name, referred);
  const value = values?.[key];
  if (value !== undefined || referred.missingReferences === 'ignored') return value;

  const what = values ? `key "${key}" does not exist in ${lower(kind)} "${name}"` : notFound(kind, name);
  const reason = values ? `${kind}KeyNotFound` : `${kind}NotFound`;
  if (optional) {
    referred.report(`Optional${reason}`, `skipping optional envvar "${variable}": ${what}`);
    return undefined;
  }
  referred.report(`Mandatory${reason}`, what);
  const lacking = `${lower(kind)} "${name}" doesn't contain the "${key}" key required by pod ${referred.pod}`;
  throw new Error(values ? lacking : what);
}

/** A Secret's values as text; of a ConfigMap those that are text already. */
function find(kind: Kind, name: string, { lookups, namespace }: Referred): Record<string, string> | undefined {
  if (kind === 'ConfigMap') {
    const configMap = lookups.configMap(namespace, name);
    return configMap && (configMap.data ?? {});
  }
  const secret = lookups.secret(namespace, name);
  return secret && valuesOf(secret);
}

const lower = (kind: Kind) => kind.toLowerCase();
const notFound = (kind: Kind, name: string) => `${lower(kind)} "${name}" not found`;

/** Kubernetes' IsEnvVarName before relaxed names: letters, digits, `_`, `-`, `.`, no leading digit, not `.` or `..…`. */
function isVariableName(name: string): boolean {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name) && name !== '.' && !name.startsWith('..');
}
