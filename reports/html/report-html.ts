import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { raw } from 'hono/html';
import type { ClusterReport, ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { countsInWords, inOrderOfId, worstFirst } from '../words/run.ts';
import { oneLine } from '../words/text.ts';
import { clustersOf, simulationBanner } from './clusters.ts';
import { scenarioOf } from './scenario.ts';
import { filterForm, summaryOf, tallies } from './summary.ts';
import { type Detail, html, type Markup, smallEnough } from './template.ts';

/** One file for readers; it fetches nothing and works from disk. */
export const htmlReporter: Reporter = {
  fileName: () => 'report.html',
  render: (report) => smallEnough(report.scenarios.length, (detail) => page(report, detail)),
};

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
const styles = ['page', 'scenario', 'map', 'print'].map((part) => read(`styles/${part}.css`)).join('');
const script = read('filter.js');

/** The page loads, sends and runs nothing but these two texts, even if a message contains markup. */
const policy = [
  "default-src 'none'",
  `style-src '${hash(styles)}'`,
  `script-src '${hash(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function page(report: ConformanceReport, detail: Detail): string {
  return `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${countsInWords(report, worstFirst)} · Plimsoll</title>
<style>${raw(styles)}</style>
</head>
<body>
${simulationBanner(report)}
<main>
${summaryOf(report)}
${tallies(report)}
${clustersOf(report)}
<section aria-labelledby="scenarios"><h2 id="scenarios">Scenarios</h2>
${filterForm(report)}
${suites(report, detail)}
</section>
</main>
<footer>Made from report.json, which holds everything unabridged.</footer>
<script>${raw(script)}</script>
</body>
</html>
`}`;
}

const rendered = new WeakMap<ScenarioReport, Map<Detail, Markup>>();

/** The page is rendered again after each scenario; the other scenarios have not changed. */
function rememberedOf(scenario: ScenarioReport, cluster: ClusterReport | undefined, detail: Detail): Markup {
  const known = rendered.get(scenario) ?? new Map<Detail, Markup>();
  const markup = known.get(detail) ?? scenarioOf(scenario, cluster, detail);
  rendered.set(scenario, known.set(detail, markup));
  return markup;
}

function suites(report: ConformanceReport, detail: Detail): readonly Markup[] {
  const clusters = new Map(report.clusters.map((cluster) => [cluster.id, cluster]));
  return [...Map.groupBy(inOrderOfId(report), ({ suite }) => suite)].map(
    ([suite, scenarios]) => html`<section class="suite"><h3>${oneLine(suite, 100)}</h3>
${scenarios.map((scenario) => rememberedOf(scenario, clusters.get(scenario.cluster), detail))}</section>
`,
  );
}
