import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../api/objects.ts';
import { resources } from '../api/resources.ts';
import { apply } from './apply.ts';
import type { Names } from './names.ts';
import { firstToHold } from './outcome.ts';
import { labelsOf, type RunContext } from './run-context.ts';
import type { LiveView } from './scenario-view.ts';

const longestName = 63;
const suffixLength = 6;

/** What tells a scenario's objects from those of every other scenario and run. */
export function suffixOf(runId: string, scenarioId: string): string {
  const digest = createHash('sha256').update(`${runId}/${scenarioId}`).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(-suffixLength);
}

/** `plimsoll-<behaviour>-<suffix>`, cut to the length of a DNS label. */
export function namespaceOf(behaviour: string, suffix: string): string {
  const room = longestName - 'plimsoll--'.length - suffix.length;
  return `plimsoll-${behaviour.slice(0, room).replace(/-+$/, '')}-${suffix}`;
}

/** Creates the scenario's namespace and waits for the ServiceAccount without which no Pod is admitted. */
export async function openNamespace(context: RunContext, view: LiveView): Promise<void> {
  const { api, cluster, clock, signal } = context;
  await apply(api, resources.Namespace, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: view.namespace, labels: labelsOf(context) },
  });
  const hasAccount = {
    summary: `namespace ${view.namespace} has its default ServiceAccount`,
    look: () => ({ met: view.get('ServiceAccount', 'default') !== undefined, saw: '' }),
  };
  const patience = { within: cluster.patience.within, holding: 0 };
  const { how } = await firstToHold([{ name: 'account', expect: [hasAccount] }], { view, patience, clock, signal });
  signal.throwIfAborted();
  if (how !== 'held')
    throw new Error(
      `expected namespace ${view.namespace} to get its default ServiceAccount within ${patience.within / 1000} s; does kube-controller-manager run?`,
    );
}

/** Whether a cluster-scoped object is a scenario's: created by it, or for a claim in its namespace. */
export function isOf({ namespace, names }: { namespace: string; names: Names }, object: KubernetesObject): boolean {
  const {
    kind = '',
    metadata,
    spec,
  } = object as KubernetesObject & {
    spec?: { claimRef?: { namespace?: string } };
  };
  return names.owns(kind, metadata?.name ?? '') || spec?.claimRef?.namespace === namespace;
}
