import { condition, conditionInWords } from './condition.ts';
import type { Pod } from './kinds.ts';

/** A Pod's state as a reader of `kubectl describe pod` would tell it. */
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
