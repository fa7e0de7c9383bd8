import type { ClusterReport, ConformanceReport } from '../../harness/report.ts';
import { imagesInWords } from '../words/images.ts';
import { secondsInWords } from '../words/seconds.ts';
import { oneLine } from '../words/shortened.ts';
import { html, type Markup } from './template.ts';

/** On what was played: versions, what was simulated at which pace, capabilities, and the run's own steps. */
export function clustersOf({ clusters, lifecycle }: ConformanceReport): Markup | false {
  if (clusters.length + lifecycle.length === 0) return false;
  return html`<section aria-labelledby="clusters"><h2 id="clusters">Clusters</h2>
<div class="clusters">${clusters.map(card)}</div>
<ul class="steps">${lifecycle.map(
    ({ title, cluster, seconds, error }) =>
      html`<li>${error === undefined ? '✓' : '✗ not so:'} ${title} (${oneLine(cluster, 100)}, ${secondsInWords(seconds)})${error !== undefined && html`<pre>${oneLine(error, 2_000)}</pre>`}</li>
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
      html`<li class="${simulated ? 'simulated' : 'real'}">${oneLine(`${name} ${version}`, 80)} <small>${simulated ? 'simulated' : 'real'}</small></li>
`,
  )}</ul>
<p class="quiet">Capabilities: ${oneLine(capabilities.join(', '), 1_000) || 'none'}</p>
${images.length > 0 && html`<ul class="quiet">${images.map((image) => html`<li>image ${oneLine(image, 300)}</li>`)}</ul>`}
</article>
`;
}
