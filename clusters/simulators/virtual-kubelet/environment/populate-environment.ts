import type { Environments } from '../creation/group-request.ts';
import type { Container, Pod, Service } from '../kubernetes.ts';
import type { Lookups } from '../lookups.ts';
import { expandReferences } from './expand-references.ts';
import { fieldOf } from './field-reference.ts';
import { keyReference, type Referred, sourceReference } from './object-references.ts';
import { serviceVariables } from './service-variables.ts';

/** What a lookup tells the Pod's owner: always a Warning. */
export type Report = (reason: string, message: string) => void;

export interface EnvironmentContext {
  readonly lookups: Lookups;
  readonly report: Report;
  /** What becomes of a mandatory reference to what is not there. */
  readonly missingReferences: 'fail' | 'ignored';
}

/** Resolves the environments of all containers, init containers first. Throws at the first mandatory one that is missing. */
export function populateEnvironment(pod: Pod, context: EnvironmentContext): Environments {
  const { metadata, spec } = pod;
  const services = serviceVariables(visible(context.lookups.services(), metadata?.namespace, spec?.enableServiceLinks));
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return new Map(
    containers.map((container) => [container.name, environmentOf(container, { pod, services, ...context })]),
  );
}

function environmentOf(
  { envFrom = [], env = [] }: Container,
  context: EnvironmentContext & { pod: Pod; services: Readonly<Record<string, string>> },
): Record<string, string> {
  const { pod, services } = context;
  const referred: Referred = { ...context, namespace: pod.metadata?.namespace ?? '', pod: pod.metadata?.name ?? '' };
  const variables: Record<string, string> = {};
  for (const source of envFrom) Object.assign(variables, sourceReference(source, referred));
  for (const { name, value = '', valueFrom } of env) {
    const resolved = valueFrom
      ? valueFromReference(name, valueFrom, { pod, referred })
      : expandReferences(value, (wanted) => variables[wanted] ?? services[wanted]);
    if (resolved !== undefined) variables[name] = resolved;
  }
  return { ...services, ...variables };
}

function valueFromReference(
  variable: string,
  { configMapKeyRef, secretKeyRef, fieldRef }: NonNullable<NonNullable<Container['env']>[number]['valueFrom']>,
  { pod, referred }: { readonly pod: Pod; readonly referred: Referred },
): string | undefined {
  if (configMapKeyRef) return keyReference({ kind: 'ConfigMap', variable, ...configMapKeyRef }, referred);
  if (secretKeyRef) return keyReference({ kind: 'Secret', variable, ...secretKeyRef }, referred);
  // resourceFieldRef is dropped without a word.
  return fieldRef && fieldOf(pod, fieldRef.fieldPath);
}

/** The service `kubernetes` of the default namespace, and, unless the Pod says no, those of the Pod's own. */
function visible(services: readonly Service[], namespace: string | undefined, links = true): readonly Service[] {
  const withAddress = services.filter(({ spec }) => spec?.clusterIP && spec.clusterIP !== 'None');
  const own = withAddress.filter(({ metadata }) => links && metadata?.namespace === namespace);
  const master = withAddress.filter(
    ({ metadata }) => metadata?.namespace === 'default' && metadata.name === 'kubernetes' && !own.some(isKubernetes),
  );
  return [...master, ...own];
}

const isKubernetes = ({ metadata }: Service) => metadata?.name === 'kubernetes';
