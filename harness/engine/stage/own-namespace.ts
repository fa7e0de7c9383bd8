import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../api/objects.ts';
import { type KnownKind, resources } from '../../api/resources.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { firstToHold } from '../judging/outcome.ts';
import { apply } from '../manifests/apply.ts';
import type { Names } from '../manifests/names.ts';
import { type ClusterContext, labelsOf } from '../run-context.ts';
import type { LiveView } from '../view/scenario-view.ts';

const longestName = 63;
const suffixLength = 6;

/** What tells a scenario's objects from those of every other scenario, attempt and run. */
export function suffixOf(runId: string, scenarioId: string, attempt = 1): string {
  const digest = createHash('sha256')
    .update(`${runId}/${scenarioId}${attempt > 1 ? `/${attempt}` : ''}`)
    .digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(-suffixLength);
}

export const namespacePrefix = 'plimsoll-';

/** `plimsoll-<behaviour>-<suffix>`, cut to the length of a DNS label. */
export function namespaceOf(behaviour: string, suffix: string): string {
  const room = longestName - `${namespacePrefix}-`.length - suffix.length;
  return `${namespacePrefix}${behaviour.slice(0, room).replace(/-+$/, '')}-${suffix}`;
}

/** Creates the scenario's namespace and waits for what no Pod can do without: its account, and the authority that it trusts. */
export async function openNamespace(context: ClusterContext, view: LiveView): Promise<void> {
  const { api, cluster, clock, signal } = context;
  await apply(api, resources.Namespace, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: view.namespace, labels: labelsOf(context) },
  });
  const has = (kind: KnownKind, name: string): Expectation => ({
    summary: `namespace ${view.namespace} has ${kind} ${name}`,
    look: () => ({ met: view.get(kind, name) !== undefined, saw: '' }),
  });
  // A virtual kubelet drops a volume whose ConfigMap is not there yet, and its cloud then refuses the Pod for good.
  const expect = [has('ServiceAccount', 'default'), has('ConfigMap', 'kube-root-ca.crt')];
  const patience = { within: cluster.patience.within, holding: 0 };
  const { how, findings } = await firstToHold([{ name: 'furnished', expect }], { view, patience, clock, signal });
  signal.throwIfAborted();
  if (how === 'held') return;
  const missing = findings.furnished.filter(({ met }) => !met).map(({ summary }) => summary);
  throw new Error(
    `expected within ${patience.within / 1000} s: ${missing.join(', ')}; does kube-controller-manager run?`,
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
