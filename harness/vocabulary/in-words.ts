import type { Condition, Pod } from '../kubernetes.ts';

/** The condition of that type, whatever its status. */
export function condition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((candidate) => candidate.type === type);
}

/** `Ready=False (MinimumReplicasUnavailable)` */
export function conditionInWords({ type, status, reason }: Condition): string {
  return `${type}=${status}${reason ? ` (${reason})` : ''}`;
}

/** The state of a Pod, as `kubectl describe pod` shows it. */
export function podInWords({ metadata, spec, status }: Pod): string {
  const unscheduled = condition(status?.conditions, 'PodScheduled');
  const why = [status?.reason, status?.message].filter(Boolean).join(': ');
  const containers = (status?.containerStatuses ?? []).flatMap(({ name, state }) => {
    const { waiting, terminated } = state ?? {};
    if (waiting) return [`container ${name} waits${waiting.reason ? ` (${waiting.reason})` : ''}`];
    if (terminated) return [`container ${name} ended with ${terminated.exitCode} (${terminated.reason})`];
    return [];
  });
  const ready = condition(status?.conditions, 'Ready');
  return [
    [metadata?.deletionTimestamp && 'Terminating', status?.phase ?? 'no phase'].filter(Boolean).join(', '),
    why,
    unscheduled?.status === 'False' && conditionInWords(unscheduled),
    status?.phase === 'Running' && ready?.status !== 'True' && 'not Ready',
    ...containers,
    spec?.nodeName ? `on ${spec.nodeName}` : 'on no node',
  ]
    .filter(Boolean)
    .join(', ');
}
