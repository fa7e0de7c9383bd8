import type { ConformanceReport } from '../../harness/report.ts';
import type { VersionChange } from './difference.ts';

/** What is of another version in the later run, simulated instead of real, new or gone. */
export function versionChanges(old: ConformanceReport, now: ConformanceReport): readonly VersionChange[] {
  const [olds, news] = [versionsOf(old), versionsOf(now)];
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort();
  return names
    .map((name) => ({ name, old: olds.get(name) ?? [], new: news.get(name) ?? [] }))
    .filter((each) => each.old.join() !== each.new.join());
}

function versionsOf({ run, clusters }: ConformanceReport): ReadonlyMap<string, readonly string[]> {
  const components = clusters.flatMap(({ kubernetes, components: all }) => [
    { name: 'kubernetes', version: kubernetes, simulated: false },
    ...all,
  ]);
  const all = [{ name: 'plimsoll', version: run.version, simulated: false }, ...components];
  const inWords = all.map(
    ({ name, version, simulated }) => [name, simulated ? `${version} (simulated)` : version] as const,
  );
  const byName = Map.groupBy(inWords, ([name]) => name);
  return new Map([...byName].map(([name, each]) => [name, [...new Set(each.map(([, version]) => version))].sort()]));
}
