import type { LoadedScenario } from '../../harness/engine/load-scenarios.ts';
import type { ConformanceReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import { plain, table } from '../../reports/markdown/markdown.ts';
import { titleInWords } from '../../reports/words/scenario.ts';

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
    ...suites.flatMap(([suite, members]) => [
      `## ${suite}`,
      '',
      ...members.flatMap((scenario) => entry(scenario, verdicts)),
    ]),
  ].join('\n');
}

function entry(scenario: LoadedScenario, verdicts: Verdicts): readonly string[] {
  const { id, suite, behaviour, title, level, about, needs = [], requires, exclusive, file, given } = scenario;
  const wanted = [...requires, ...needs].join(', ');
  const last = Object.entries(verdicts).map(([cluster, run]) => `${cluster} ${run.verdicts[id] ?? 'not executed'}`);
  const needsLine = wanted ? [`needs ${wanted}`] : [];
  const facts = [level, `about ${about}`, ...needsLine, ...(exclusive ? ['alone on its cluster'] : [])];
  return [
    `### ${behaviour}`,
    '',
    `${plain(title)}. [${file}](../${file})`,
    '',
    ...scenario.documented.flatMap(({ kind, versions, description, source }) => {
      const where = `${plain(titleInWords(source))}: ${plain(source.section, longest)}`;
      const range = versions ? ` of ${about} ${plain(versions)}` : '';
      return [
        `- ${kind}${range}: ${plain(description, longest)} (${source.url ? `[${where}](${source.url})` : where})`,
      ];
    }),
    `- ${facts.join(' · ')}`,
    `- manifests: ${given.map((manifest) => `[${manifest}](../suites/${suite}/${manifest})`).join(', ') || 'none'}`,
    `- last verdict: ${last.join(', ') || 'none'}`,
    '',
  ];
}

/** What the last runs found out, one a kind of cluster: docs/verdicts.json. */
export type Verdicts = Readonly<Record<string, LastRun>>;

export interface LastRun {
  /** Day of the run. */
  readonly date: string;
  /** Version of Plimsoll. */
  readonly version: string;
  /** Versions, each once, with commas between. */
  readonly kubernetes: string;
  readonly verdicts: Readonly<Record<string, VerdictKind>>;
}

/** The verdicts with those of a run in place of the last one's on that kind of cluster. */
export function withRun(
  verdicts: Verdicts,
  cluster: string,
  { run, clusters, scenarios }: ConformanceReport,
): Verdicts {
  const last: LastRun = {
    date: run.startedAt.slice(0, 'YYYY-MM-DD'.length),
    version: run.version,
    kubernetes: [...new Set(clusters.map(({ kubernetes }) => kubernetes))].sort().join(', '),
    verdicts: Object.fromEntries(scenarios.map(({ id, verdict }) => [id, verdict.kind] as const).sort()),
  };
  const all = Object.entries({ ...verdicts, [cluster]: last });
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
}
