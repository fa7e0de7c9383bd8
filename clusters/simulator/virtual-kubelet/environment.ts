import type { Container, Pod, Service } from '../../../harness/kubernetes.ts';
import type { Environments } from './group-request.ts';
import {
  type EnvironmentContext,
  expandReferences,
  fieldReference,
  keyReference,
  type PodContext,
  sourceReference,
} from './references.ts';

/** Resolves the environments of all containers, init containers first. Throws at the first reference that fails. */
export function populateEnvironment(pod: Pod, context: EnvironmentContext): Environments {
  const { metadata, spec } = pod;
  const visible = visibleServices(context.lookups.services(), metadata?.namespace, spec?.enableServiceLinks);
  const services = serviceVariables(visible);
  const podContext = { ...context, namespace: metadata?.namespace ?? '', pod: metadata?.name ?? '' };
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return new Map(
    containers.map((container) => [
      container.name,
      { ...services, ...variablesOf(container, { pod, services, context: podContext }) },
    ]),
  );
}

function variablesOf(
  { envFrom = [], env = [] }: Container,
  { pod, services, context }: { pod: Pod; services: Readonly<Record<string, string>>; context: PodContext },
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const source of envFrom) Object.assign(variables, sourceReference(source, context));
  for (const { name, value = '', valueFrom } of env) {
    const resolved = valueFrom
      ? valueFromReference(name, valueFrom, { pod, context })
      : expandReferences(value, (wanted) => variables[wanted] ?? services[wanted]);
    if (resolved !== undefined) variables[name] = resolved;
  }
  return variables;
}

function valueFromReference(
  variable: string,
  { configMapKeyRef, secretKeyRef, fieldRef }: NonNullable<NonNullable<Container['env']>[number]['valueFrom']>,
  { pod, context }: { readonly pod: Pod; readonly context: PodContext },
): string | undefined {
  if (configMapKeyRef) return keyReference({ kind: 'ConfigMap', variable, ...configMapKeyRef }, context);
  if (secretKeyRef) return keyReference({ kind: 'Secret', variable, ...secretKeyRef }, context);
  // The virtual kubelet drops resourceFieldRef without an error.
  return fieldRef && fieldReference(pod, fieldRef.fieldPath);
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
function serviceVariables(services: readonly Service[]): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { metadata, spec } of services) {
    const host = spec?.clusterIP ?? '';
    const ports = spec?.ports ?? [];
    const [first] = ports;
    const prefix = variableName(metadata?.name ?? '');
    variables[`${prefix}_SERVICE_HOST`] = host;
    if (!first) continue;
    variables[`${prefix}_SERVICE_PORT`] = String(first.port);
    variables[`${prefix}_PORT`] = url(host, first);
    for (const port of ports) {
      if (port.name) variables[`${prefix}_SERVICE_PORT_${variableName(port.name)}`] = String(port.port);
      const protocol = port.protocol ?? 'TCP';
      const link = `${prefix}_PORT_${port.port}_${protocol}`;
      variables[link] = url(host, port);
      variables[`${link}_PROTO`] = protocol.toLowerCase();
      variables[`${link}_PORT`] = String(port.port);
      variables[`${link}_ADDR`] = host;
    }
  }
  return variables;
}

function url(host: string, { protocol = 'TCP', port }: { protocol?: string; port: number }): string {
  const address = host.includes(':') ? `[${host}]` : host;
  return `${protocol.toLowerCase()}://${address}:${port}`;
}

const variableName = (name: string) => name.replaceAll('-', '_').toUpperCase();
