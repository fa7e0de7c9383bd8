import type { ClusterReport, ConformanceReport } from '../../harness/report.ts';
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

/** The banner that always shows what was simulated and what was real. */
export function simulationBanner({ clusters }: Pick<ConformanceReport, 'clusters'>): Markup {
  const parts =
    clusters.length > 0
      ? partsOf(
          clusters.flatMap(({ components }) => components),
          ({ name }) => name,
        )
      : '\nNo cluster started: nothing was simulated, nothing was real.';
  return html`<aside class="reality" aria-label="What was simulated and what was real">${parts}</aside>`;
}

/** The components by whether they were simulated, each once. */
export function partsOf(
  components: ClusterReport['components'],
  inWords: (component: ClusterReport['components'][number]) => string,
): Markup {
  const named = (simulated: boolean) => {
    const found = components.filter((each) => each.simulated === simulated);
    return [...new Set(found.map((component) => oneLine(inWords(component), 80)))].join(', ') || 'nothing';
  };
  return html`<span class="parts"><span class="simulated">Simulated:</span> ${named(true)}</span>
<span class="parts"><span class="real">Real:</span> ${named(false)}</span>`;
}
