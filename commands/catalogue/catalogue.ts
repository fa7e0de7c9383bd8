import type { LoadedScenario } from '../../harness/engine/loading/load-scenarios.ts';
import { plain, table } from '../../reports/markdown/markdown.ts';
import { titleInWords } from '../../reports/words/scenario.ts';
import type { Verdicts } from './verdicts.ts';

const longest = 2_000;

/** docs/scenarios.md: what is promised, where that is written, and what the last runs found out. */
export function catalogue(scenarios: readonly LoadedScenario[], verdicts: Verdicts): string {
  const suites = [...Map.groupBy(scenarios, ({ suite }) => suite)];
  return [
    '# Scenarios',
    '',
    'Made from the scenarios by `npm run docs:scenarios`; do not edit. `npm run docs:scenarios -- report.json …` takes verdicts from reports of whole runs.',
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
  const last = Object.entries(verdicts).map(([cluster, run]) => `${cluster} ${run.verdicts[id] ?? 'not played'}`);
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
    `- ${[level, `about ${about}`, ...(wanted ? [`needs ${wanted}`] : []), ...(exclusive ? ['alone on its cluster'] : [])].join(' · ')}`,
    `- manifests: ${given.map((manifest) => `[${manifest}](../suites/${suite}/${manifest})`).join(', ') || 'none'}`,
    `- last verdict: ${last.join(', ') || 'none'}`,
    '',
  ];
}
