import { BadInputError } from '../../harness/errors.ts';
import type { ClusterReport, ConformanceReport, LifecycleReport, ScenarioReport } from '../../harness/report.ts';
import { summaryOf } from '../../harness/report.ts';

/** A report and the file that it is from. */
export interface Part {
  readonly file: string;
  readonly report: ConformanceReport;
}

export interface Merged {
  readonly report: ConformanceReport;
  /** What is missing, a sentence each; the report's run is then interrupted. */
  readonly missing: readonly string[];
}

/** Joins the reports of a run's shards; throws a BadInputError that names two files where they do not fit together. */
export function merge(parts: readonly [Part, ...Part[]]): Merged {
  const [first] = parts;
  const order = parts.toSorted((one, other) => place(one) - place(other));
  for (const part of parts) alike('Plimsoll', [first, first.report.run.version], [part, part.report.run.version]);
  const shards = parts.flatMap((part) =>
    part.report.run.shard ? [[part, `${part.report.run.shard.of}`] as const] : [],
  );
  for (const each of shards) if (shards[0]) alike('the number of shards', shards[0], each);
  const scenarios = onlyOnce(
    order,
    ({ report }) => report.scenarios,
    ({ id }) => id,
    sameScenario,
  );
  const clusters = onlyOnce(
    order,
    ({ report }) => report.clusters,
    ({ id }) => id,
    sameCluster,
  );
  onlyOnce(
    order,
    ({ report }) => report.clusters,
    ({ name }) => name,
    sameKubernetes,
  );
  const missing = missingOf(order);
  const runs = order.map(({ report }) => report.run);
  const [begin, end] = [
    Math.min(...runs.map(startOf)),
    Math.max(...runs.map((run) => startOf(run) + run.seconds * 1000)),
  ];
  const report: ConformanceReport = {
    apiVersion: 'plimsoll/v1',
    kind: 'ConformanceReport',
    run: {
      id: runs.map(({ id }) => id).join('+'),
      version: first.report.run.version,
      command: runs.map(({ command }) => command).join(' && '),
      startedAt: new Date(begin).toISOString(),
      seconds: (end - begin) / 1000,
      state: missing.length > 0 ? 'interrupted' : 'finished',
    },
    clusters,
    summary: summaryOf(scenarios),
    scenarios,
    lifecycle: stepsOf(order),
  };
  return { report, missing };
}

function place({ report: { run } }: Part): number {
  return run.shard?.index ?? 0;
}

function startOf({ startedAt }: ConformanceReport['run']): number {
  return new Date(startedAt).getTime();
}

/** Each thing once, the first of its name; every other of the same name must pass the check. */
function onlyOnce<T>(
  parts: readonly Part[],
  listed: (part: Part) => readonly T[],
  name: (thing: T) => string,
  check: (one: readonly [Part, T], other: readonly [Part, T]) => void,
): readonly T[] {
  const known = new Map<string, readonly [Part, T]>();
  for (const part of parts)
    for (const thing of listed(part)) {
      const before = known.get(name(thing));
      if (before) check(before, [part, thing]);
      else known.set(name(thing), [part, thing]);
    }
  return [...known.values()].map(([, thing]) => thing);
}

function sameScenario([one, was]: readonly [Part, ScenarioReport], [other, is]: readonly [Part, ScenarioReport]): void {
  alike(`the cluster of ${was.id}`, [one, was.cluster], [other, is.cluster]);
  alike(`the verdict of ${was.id}`, [one, was.verdict.kind], [other, is.verdict.kind]);
}

function sameKubernetes([one, was]: readonly [Part, ClusterReport], [other, is]: readonly [Part, ClusterReport]): void {
  alike(`Kubernetes of ${was.name}`, [one, was.kubernetes], [other, is.kubernetes]);
}

function sameCluster([one, was]: readonly [Part, ClusterReport], [other, is]: readonly [Part, ClusterReport]): void {
  const components = (cluster: ClusterReport) =>
    cluster.components.map(({ name, version, simulated }) => `${name} ${version}${simulated ? ' (simulated)' : ''}`);
  alike(
    `the components of ${was.id}`,
    [one, components(was).sort().join(', ')],
    [other, components(is).sort().join(', ')],
  );
}

function alike(what: string, [one, was]: readonly [Part, string], [other, is]: readonly [Part, string]): void {
  if (was !== is)
    throw new BadInputError(
      `${what} differs: ${was} in ${one.file}, ${is} in ${other.file}; expected shards of one run`,
    );
}

/** Of a cluster that several shards started, the step that took longest, and all that went wrong. */
function stepsOf(parts: readonly Part[]): readonly LifecycleReport[] {
  const steps = Map.groupBy(
    parts.flatMap(({ report }) => report.lifecycle),
    ({ id, cluster }) => `${id} ${cluster}`,
  );
  return [...steps.values()].flatMap((same) => {
    const [longest] = same.toSorted((one, other) => other.seconds - one.seconds);
    const errors = [...new Set(same.flatMap(({ error }) => error ?? []))];
    return longest ? [{ ...longest, ...(errors.length > 0 && { error: errors.join('; ') }) }] : [];
  });
}

function missingOf(parts: readonly Part[]): readonly string[] {
  const unfinished = parts.filter(({ report }) => report.run.state !== 'finished');
  const shards = parts.flatMap(({ report }) => report.run.shard ?? []);
  const of = Math.max(0, ...shards.map((shard) => shard.of));
  const absent = Array.from({ length: of }, (_, before) => before + 1).filter(
    (index) => !shards.some((shard) => shard.index === index),
  );
  return [
    ...absent.map((index) => `shard ${index}/${of} is missing`),
    ...unfinished.map(({ file, report }) => `the run of ${file} is ${report.run.state}`),
  ];
}
