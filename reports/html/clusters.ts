import type { ClusterReport, ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { imagesInWords, secondsInWords } from '../words/run.ts';
import { oneLine } from '../words/text.ts';
import { html, type Markup } from './template.ts';

/** The clusters of the run: versions, simulated components and their pace, capabilities; then the run's own steps. */
export function clustersOf({ clusters, lifecycle }: ConformanceReport): Markup | false {
  if (clusters.length + lifecycle.length === 0) return false;
  return html`<section aria-labelledby="clusters"><h2 id="clusters">Clusters</h2>
<div class="clusters">${clusters.map(card)}</div>
<ul class="steps">${lifecycle.map(
    ({ title, cluster, seconds, error }) =>
      html`<li>${error === undefined ? '✓' : '✗ failed:'} ${title}
(${oneLine(cluster, 100)}, ${secondsInWords(seconds)})
${error !== undefined && html`<pre>${oneLine(error, 2_000)}</pre>`}</li>
`,
  )}</ul></section>`;
}

function card(cluster: ClusterReport): Markup {
  const { id, kubernetes, components, capabilities, pace } = cluster;
  const images = imagesInWords(cluster);
  const simulates = components.some(({ simulated }) => simulated);
  return html`<article><h3>${oneLine(id, 100)}</h3>
<p>Kubernetes ${oneLine(kubernetes, 40)}${simulates && `, simulated parts run ${pace} times as fast as the clock`}</p>
<ul class="chips">${components.map(
    ({ name, version, simulated }) =>
      html`<li class="${simulated ? 'simulated' : 'real'}">${oneLine(`${name} ${version}`, 80)}
 <small>${simulated ? 'simulated' : 'real'}</small></li>
`,
  )}</ul>
<p class="quiet">Capabilities: ${oneLine(capabilities.join(', '), 1_000) || 'none'}</p>
${
  images.length > 0 &&
  html`<ul class="quiet">
${images.map((image) => html`<li>image ${oneLine(image, 300)}</li>`)}</ul>`
}
</article>
`;
}

const label = 'What was simulated and what was real';

/** The banner that always shows what was simulated and what was real. */
export function simulationBanner({ clusters }: Pick<ConformanceReport, 'clusters'>): Markup {
  if (clusters.length === 0)
    return html`<aside class="reality" aria-label="${label}">
No cluster started: nothing was simulated, nothing was real.</aside>`;
  return html`<aside class="reality" aria-label="${label}">${parts(clusters)}</aside>`;
}

/** The same for the cluster of one scenario, with versions. */
export function componentsInWords(cluster: ClusterReport): Markup {
  return parts([cluster], ({ name, version }) => `${name} ${version}`);
}

/** Whether the component that a scenario is about was simulated; undefined where its cluster does not have it. */
export function isAboutSimulated({ about }: ScenarioReport, cluster: ClusterReport | undefined): boolean | undefined {
  return cluster?.components.find(({ name }) => name === about)?.simulated;
}

function parts(
  clusters: readonly ClusterReport[],
  inWords: (component: ClusterReport['components'][number]) => string = ({ name }) => name,
): Markup {
  const named = (simulated: boolean) => {
    const found = clusters.flatMap(({ components }) => components.filter((each) => each.simulated === simulated));
    return [...new Set(found.map((component) => oneLine(inWords(component), 80)))];
  };
  const [simulated, real] = [named(true), named(false)];
  return html`<span class="parts"><span class="simulated">Simulated:</span> ${simulated.join(', ') || 'nothing'}</span>
<span class="parts"><span class="real">Real:</span> ${real.join(', ') || 'nothing'}</span>`;
}
