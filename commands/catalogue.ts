import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadedScenario, loadScenarios } from '../harness/engine/load-scenarios.ts';
import type { ConformanceReport } from '../harness/report.ts';
import type { VerdictKind } from '../harness/verdict.ts';
import { plain, table } from '../reports/markdown/markdown.ts';
import { titleInWords } from '../reports/words/scenario.ts';
import { readReport } from './read-report.ts';

const longest = 2_000;

/** docs/scenarios.md: the statements, their sources, and the verdicts of the last runs. */
export function catalogue(scenarios: readonly LoadedScenario[], verdicts: Verdicts): string {
  const suites = [...Map.groupBy(scenarios, ({ suite }) => suite)];
  return [
    '# Scenarios',
    '',
    'Made from the scenarios by `npm run docs:scenarios`; do not edit. ' +
      '`npm run docs:scenarios -- report.json …` takes verdicts from reports of whole runs.',
    '',
    ...table(
      ['last run on', 'day', 'Plimsoll', 'Kubernetes', 'scenarios'],
      Object.entries(verdicts).map(([cluster, { date, version, kubernetes, verdicts: all }]) => [
        ...[cluster, date, version, kubernetes, `${Object.keys(all).length}`],
      ]),
    ),
    '',
    ...suites.flatMap(([suite, members]) => [`## ${suite}`, '', ...members.flatMap((each) => entry(each, verdicts))]),
  ].join('\n');
}

function entry(scenario: LoadedScenario, verdicts: Verdicts): readonly string[] {
  const { id, suite, behaviour, title, level, about, needs = [], requires, exclusive, file, given } = scenario;
  const wanted = [...requires, ...needs].join(', ');
  const last = Object.entries(verdicts).map(([cluster, run]) => `${cluster} ${run.verdicts[id] ?? 'not executed'}`);
  const facts = [level, `about ${about}`, wanted && `needs ${wanted}`, exclusive && 'alone on its cluster'];
  return [
    `### ${behaviour}`,
    '',
    `${plain(title)}. [${file}](../${file})`,
    '',
    ...scenario.documented.map(({ kind, versions, description, source }) => {
      const where = `${plain(titleInWords(source))}: ${plain(source.section, longest)}`;
      const link = source.url ? `[${where}](${source.url})` : where;
      return `- ${kind}${versions ? ` of ${about} ${plain(versions)}` : ''}: ${plain(description, longest)} (${link})`;
    }),
    `- ${facts.filter(Boolean).join(' · ')}`,
    `- manifests: ${given.map((manifest) => `[${manifest}](../suites/${suite}/${manifest})`).join(', ') || 'none'}`,
    `- last verdict: ${last.join(', ') || 'none'}`,
    '',
  ];
}

/** docs/verdicts.json: the last run on each kind of cluster, with its day and the version of Plimsoll. */
export type Verdicts = Readonly<
  Record<
    string,
    {
      readonly date: string;
      readonly version: string;
      /** Versions, each once, with commas between. */
      readonly kubernetes: string;
      readonly verdicts: Readonly<Record<string, VerdictKind>>;
    }
  >
>;

/** Replaces the last run on that kind of cluster. */
export function withRun(verdicts: Verdicts, cluster: string, report: ConformanceReport): Verdicts {
  const { run, clusters, scenarios } = report;
  const last = {
    date: run.startedAt.slice(0, 'YYYY-MM-DD'.length),
    version: run.version,
    kubernetes: [...new Set(clusters.map(({ kubernetes }) => kubernetes))].sort().join(', '),
    verdicts: Object.fromEntries(scenarios.map(({ id, verdict }) => [id, verdict.kind] as const).sort()),
  };
  const all = Object.entries({ ...verdicts, [cluster]: last });
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** `npm run docs:scenarios`; with paths of reports, it first takes their verdicts. */
if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const file = join(root, 'docs/verdicts.json');
  let verdicts: Verdicts = JSON.parse(await readFile(file, 'utf8'));
  for (const path of process.argv.slice(2)) {
    const { cluster, report } = await readReport(path);
    verdicts = withRun(verdicts, cluster, report);
  }
  await writeFile(file, `${JSON.stringify(verdicts, null, 2)}\n`);
  await writeFile(join(root, 'docs/scenarios.md'), catalogue(await loadScenarios(root), verdicts));
  console.log('wrote docs/scenarios.md and docs/verdicts.json');
}
