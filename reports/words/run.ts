import type { ClusterReport, ConformanceReport, LifecycleReport } from '../../harness/report.ts';
import { isFlaky, type ScenarioReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';

export const symbols: Readonly<Record<VerdictKind, string>> = {
  passed: '✓',
  drifted: '≈',
  failed: '✗',
  errored: '!',
  skipped: '○',
};

/** The order of counts. */
export const verdictOrder: readonly VerdictKind[] = ['passed', 'drifted', 'failed', 'errored', 'skipped'];

/** The order in which readers need them. */
export const worstFirst: readonly VerdictKind[] = ['failed', 'errored', 'drifted', 'passed', 'skipped'];

/** `64 passed` and `1 failed`, in the given order. */
export function counts(summary: ConformanceReport['summary'], order: readonly VerdictKind[]): readonly string[] {
  return order.filter((kind) => summary[kind] > 0).map((kind) => `${summary[kind]} ${kind}`);
}

/** `64 passed, 1 failed, 2 of them flaky`, in the given order. */
export function countsInWords({ summary }: ConformanceReport, order: readonly VerdictKind[]): string {
  const flaky = summary.flaky ? [`${summary.flaky} of them flaky`] : [];
  return [...counts(summary, order), ...flaky].join(', ') || 'no scenario was executed';
}

/** The steps of a run that failed, with their errors. */
export function failedSteps({
  lifecycle,
}: ConformanceReport): readonly (LifecycleReport & { readonly error: string })[] {
  return lifecycle.flatMap((step) => (step.error === undefined ? [] : [{ ...step, error: step.error }]));
}

/** Scenarios by id, however they finished: two reports of the same cluster can be compared line by line. */
export function inOrderOfId({ scenarios }: ConformanceReport): ScenarioReport[] {
  return scenarios.toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}

/** What did not simply pass, the worst first, else by id. */
export function notGreen(report: ConformanceReport): ScenarioReport[] {
  const rank = ({ verdict }: ScenarioReport) => worstFirst.indexOf(verdict.kind);
  return inOrderOfId(report)
    .filter((scenario) => scenario.verdict.kind !== 'passed' || isFlaky(scenario))
    .toSorted((one, other) => rank(one) - rank(other));
}

/** Of `embedded/multi-az`: the kind of cluster, and what its machines are made after, which may be absent. */
export function clusterIdParts(clusterId: string): readonly [kind: string, topology: string | undefined] {
  const [kind = '', ...rest] = clusterId.split('/');
  return [kind, rest.length > 0 ? rest.join('/') : undefined];
}

/** `1.37.2`, `1.6.2 (simulated)` */
export function componentVersion({ version, simulated }: ClusterReport['components'][number]): string {
  return `${version}${simulated ? ' (simulated)' : ''}`;
}

/** Each image that was used instead of a manifest's: `busybox:1.35.0 from mirror.example/busybox:1.35.0`. */
export function imagesInWords({ images = {} }: Pick<ClusterReport, 'images'>): readonly string[] {
  return Object.entries(images).map(([name, used]) => `${name} from ${used}`);
}

/** A duration as people read it: `0.4 s`, `12.3 s`, `245 s`. */
export function secondsInWords(seconds: number): string {
  return `${seconds.toFixed(seconds < 99.95 ? 1 : 0)} s`;
}
