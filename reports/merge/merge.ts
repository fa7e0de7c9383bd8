import { BadInputError } from '../../harness/errors.ts';
import { type ConformanceReport, type LifecycleReport, summaryOf } from '../../harness/report.ts';
import { componentVersion } from '../words/run.ts';

/** A report and the file that it is from. */
export interface Part {
  readonly file: string;
  readonly report: ConformanceReport;
}

/**
 * Joins the reports of a run's shards; throws a BadInputError that names two files where they do not fit together.
 * `missing` has a sentence for each thing that is missing; the report's run is then interrupted.
 */
export function merge(parts: readonly [Part, ...Part[]]) {
  const order = parts.toSorted((one, other) => place(one) - place(other));
  onlyOnce(parts, {
    listed: ({ run }) => [run],
    name: () => 'run',
    facts: ({ version }) => ({ Plimsoll: version }),
  });
  onlyOnce(parts, {
    listed: ({ run }) => (run.shard ? [run.shard] : []),
    name: () => 'shards',
    facts: ({ of }) => ({ 'the number of shards': `${of}` }),
  });
  const scenarios = onlyOnce(order, {
    listed: (report) => report.scenarios,
    name: ({ id }) => id,
    facts: ({ id, cluster, verdict }) => ({
      [`the cluster of ${id}`]: cluster,
      [`the verdict of ${id}`]: verdict.kind,
    }),
  });
  const clusters = onlyOnce(order, {
    listed: (report) => report.clusters,
    name: ({ id }) => id,
    facts: ({ id, components }) => ({
      [`the components of ${id}`]: components
        .map((each) => `${each.name} ${componentVersion(each)}`)
        .sort()
        .join(', '),
    }),
  });
  onlyOnce(order, {
    listed: (report) => report.clusters,
    name: ({ name }) => name,
    facts: ({ name, kubernetes }) => ({ [`Kubernetes of ${name}`]: kubernetes }),
  });
  const missing = missingOf(order);
  const runs = order.map(({ report }) => report.run);
  const starts = runs.map(({ startedAt }) => Date.parse(startedAt));
  const begin = Math.min(...starts);
  const end = Math.max(...runs.map(({ seconds }, index) => (starts[index] ?? 0) + seconds * 1000));
  const report: ConformanceReport = {
    apiVersion: 'plimsoll/v1',
    kind: 'ConformanceReport',
    run: {
      id: runs.map(({ id }) => id).join('+'),
      version: parts[0].report.run.version,
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

interface Listed<T> {
  readonly listed: (report: ConformanceReport) => readonly T[];
  readonly name: (thing: T) => string;
  readonly facts: (thing: T) => Readonly<Record<string, string>>;
}

/** Each thing once, the first of its name; every other of the same name must have the same facts. */
function onlyOnce<T>(parts: readonly Part[], { listed, name, facts }: Listed<T>): readonly T[] {
  const known = new Map<string, readonly [string, T]>();
  for (const { file, report } of parts)
    for (const thing of listed(report)) {
      const [first, one] = known.get(name(thing)) ?? [file, thing];
      known.set(name(thing), [first, one]);
      for (const [what, was] of Object.entries(facts(one))) {
        const is = facts(thing)[what];
        if (was !== is)
          throw new BadInputError(`${what} differs: ${was} in ${first}, ${is} in ${file}; expected shards of one run`);
      }
    }
  return [...known.values()].map(([, thing]) => thing);
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
