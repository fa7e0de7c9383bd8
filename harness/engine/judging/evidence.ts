import type { ApiClient } from '../../api/client.ts';
import type { KubernetesObject } from '../../api/objects.ts';
import { resources } from '../../api/resources.ts';
import type { Event } from '../../kubernetes.ts';
import type { Evidence } from '../../report.ts';
import { objectName } from '../manifests/names.ts';
import type { RunContext } from '../run-context.ts';
import { isOf } from '../stage/own-namespace.ts';
import type { OpenStage } from '../stage/stage.ts';
import { clusterScope } from '../view/object-index.ts';

const cannotBeEvidence = new Set(['Event', 'ServiceAccount']);

/** The objects and events of a scenario as they are now. What needs asking and gets no answer is left out: the watched objects tell most. */
export async function gatherEvidence(stage: OpenStage, { shared, api }: RunContext): Promise<Evidence> {
  const { namespace } = stage.view;
  const { index } = shared;
  const kinds = [...index.kinds].filter((kind) => !cannotBeEvidence.has(kind));
  const within = kinds.flatMap((kind) => [...index.objects(kind, namespace).values()]);
  const outside = kinds.flatMap((kind) =>
    [...index.objects(kind, clusterScope).values()].filter((object) => isOf({ namespace, names: stage.names }, object)),
  );
  const asked = await Promise.all([configMaps(api, namespace), secrets(api, namespace)]).catch(() => []);
  const events = [...index.objects('Event', namespace).values()] as Event[];
  return {
    objects: [...within, ...outside, ...asked.flat()].map((object) => ({
      name: objectName(object),
      object: withoutManagedFields(object),
    })),
    events: events.map(eventEvidence).sort((a, b) => a.at.localeCompare(b.at)),
  };
}

async function configMaps(api: ApiClient, namespace: string): Promise<readonly KubernetesObject[]> {
  const { items } = await api.list<KubernetesObject>(resources.ConfigMap, { namespace });
  const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
  return items.filter(({ metadata }) => metadata?.name !== 'kube-root-ca.crt').map((item) => ({ ...kind, ...item }));
}

async function secrets(api: ApiClient, namespace: string): Promise<readonly KubernetesObject[]> {
  const { items } = await api.list<KubernetesObject>(resources.Secret, { namespace });
  return items.map(withoutSecretData);
}

/** A Secret that tells which keys it has, and nothing of what they hold. */
export function withoutSecretData(secret: KubernetesObject & { data?: Record<string, unknown>; type?: string }) {
  const { name, namespace, uid, creationTimestamp, labels } = secret.metadata ?? {};
  const keys = Object.keys(secret.data ?? {}).map((key) => [key, '(left out)']);
  // Annotations are left out too: kubectl keeps a copy of what was applied in one.
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: secret.type,
    metadata: {
      ...(name && { name }),
      ...(namespace && { namespace }),
      ...(uid && { uid }),
      ...(creationTimestamp && { creationTimestamp }),
      ...(labels && { labels }),
    },
    data: Object.fromEntries(keys) as Record<string, string>,
  };
}

function withoutManagedFields({ apiVersion, kind, metadata = {}, ...object }: KubernetesObject): KubernetesObject {
  const { managedFields: _, ...kept } = metadata;
  return { ...(apiVersion && { apiVersion }), ...(kind && { kind }), metadata: kept, ...object };
}

function eventEvidence(event: Event): Evidence['events'][number] {
  const { involvedObject, source, metadata, series } = event;
  return {
    at:
      series?.lastObservedTime ??
      event.lastTimestamp ??
      event.eventTime ??
      event.firstTimestamp ??
      metadata?.creationTimestamp ??
      '',
    type: event.type ?? '',
    reason: event.reason ?? '',
    object: `${involvedObject.kind}/${involvedObject.name}`,
    from: source?.component || event.reportingComponent || '',
    count: series?.count ?? event.count ?? 1,
    message: event.message ?? '',
  };
}
