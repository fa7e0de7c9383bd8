import type { Explanation, ScenarioReport } from '../../harness/report.ts';
import { oneLine } from '../words/text.ts';
import { type Detail, html, type Markup, moreInJson, scrollTable } from './template.ts';

const mostExplanations = 12;
const mostLines = 10;

const bases: Readonly<Record<Explanation['basis'], string>> = {
  scheduler: 'from the scheduler, confirmed by our evaluation of its rules',
  evaluation: 'from our evaluation of the scheduler’s rules',
  status: 'from its status, events and volumes',
};

/** Why each unhealthy Pod is in its state, node by node, and what would help. */
export function explanationsOf({ explanations = [] }: ScenarioReport, { rows }: Detail): Markup | false {
  if (explanations.length === 0) return false;
  const most = Math.min(mostExplanations, rows);
  const more = explanations.length - most;
  return html`<section class="explanations"><h4>Why</h4>
${explanations.slice(0, most).map((each) => explanation(each, rows))}${moreInJson(more, 'more Pods')}
</section>`;
}

function explanation({ pod, state, cause, basis, evidence, nodes, helps, unknown }: Explanation, rows: number): Markup {
  return html`<article><h5><code>${oneLine(pod.name, 200)}</code> <small>${oneLine(state, 300)}</small></h5>
<p class="cause">${oneLine(cause, 1_000)} <small>(${bases[basis]})</small></p>
${nodes.length > 0 && nodeTable(nodes, pod.name, rows)}
${list('What would help', helps)}${list('Concluded from', evidence)}${list('Not known', unknown)}</article>
`;
}

function nodeTable(nodes: Explanation['nodes'], pod: string, rows: number): Markup {
  const body = nodes.slice(0, rows).map(
    ({ node, zone = '', reasons }) =>
      html`<tr><th scope="row">${oneLine(node, 200)}</th><td>${oneLine(zone, 100)}</td><td>${
        oneLine(reasons.map(({ text }) => text).join('; '), 600) || 'would take it'
      }</td></tr>
`,
  );
  const head = ['node', 'zone', 'why it does not take the Pod'];
  return html`${scrollTable(`Nodes for ${oneLine(pod, 100)}`, head, body)}
${moreInJson(nodes.length - rows, 'more nodes')}
`;
}

function list(title: string, lines: readonly string[]): Markup | false {
  if (lines.length === 0) return false;
  const more = lines.length - mostLines;
  return html`<p class="label">${title}</p><ul class="plain">
${lines.slice(0, mostLines).map((line) => html`<li>${oneLine(line, 600)}</li>`)}
${more > 0 && html`<li class="quiet">${more} more in report.json</li>`}</ul>
`;
}
