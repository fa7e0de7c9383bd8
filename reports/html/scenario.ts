import { type ClusterReport, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import { secondsInWords } from '../words/seconds.ts';
import { oneLine } from '../words/shortened.ts';
import { attemptsOf } from './attempts.ts';
import { evidenceOf } from './evidence.ts';
import { explanationsOf } from './explanations.ts';
import type { Detail } from './file-size.ts';
import { anchorOf, permalink } from './link.ts';
import { mapOf } from './map/map.ts';
import { promiseAndFindings } from './promise.ts';
import { isAboutSimulated, realityOfCluster } from './reality.ts';
import { html, type Markup } from './template.ts';
import { timelineOf } from './timeline.ts';
import { verdictBadge } from './verdict-badge.ts';

/** One scenario, folded when it is green; its permalink leads into it, which opens it without a script. */
export function scenarioOf(scenario: ScenarioReport, cluster: ClusterReport | undefined, detail: Detail): Markup {
  const { verdict, suite, level, requires, reproduce, title } = scenario;
  const open = verdict.kind === 'failed' || verdict.kind === 'errored' || verdict.kind === 'drifted';
  return html`<details class="scenario" data-verdict="${verdict.kind}" data-suite="${oneLine(suite, 100)}" data-level="${level}" data-flaky="${isFlaky(scenario) ? 'yes' : 'no'}" data-requires="${oneLine(requires.join(' '), 500)}"${open && html` open`}>
<summary>${verdictBadge(verdict.kind)}${isFlaky(scenario) && html` <span class="tag flaky">flaky</span>`}
<span class="title">${oneLine(title, 300)} <small>${oneLine(scenario.id, 200)}</small></span>
<span class="marks">${aboutMark(scenario, cluster)} <span class="tag">${level}</span> <span class="time">${secondsInWords(scenario.seconds)}</span></span></summary>
<div class="body" id="${anchorOf(scenario)}">
${promiseAndFindings(scenario, detail)}
${attemptsOf(scenario, detail)}
${mapOf(scenario, detail)}
${explanationsOf(scenario, detail)}
${timelineOf(scenario, detail)}
${evidenceOf(scenario, detail)}
<dl class="facts">
<div><dt>played on</dt><dd>${oneLine(scenario.cluster, 100)}. ${cluster && realityOfCluster(cluster)}</dd></div>
${requires.length > 0 && html`<div><dt>requires</dt><dd>${oneLine(requires.join(', '), 500)}</dd></div>`}
<div><dt>written in</dt><dd><code>${oneLine(`${scenario.file}:${scenario.line}`, 300)}</code></dd></div>
${scenario.namespace !== undefined && html`<div><dt>namespace</dt><dd><code>${oneLine(scenario.namespace, 100)}</code></dd></div>`}
<div><dt>again</dt><dd><code>${oneLine(reproduce, 500)}</code></dd></div>
</dl>
<p><a class="permalink" href="${permalink(scenario)}">Permalink<span class="hidden"> of ${oneLine(scenario.id, 200)}</span></a></p>
</div>
</details>
`;
}

function aboutMark(scenario: ScenarioReport, cluster: ClusterReport | undefined): Markup {
  const simulated = isAboutSimulated(scenario, cluster);
  const absent = cluster ? 'not in the cluster' : 'no cluster';
  const kind = simulated === undefined ? absent : simulated ? 'simulated' : 'real';
  return html`<span class="tag ${simulated === true ? 'simulated' : simulated === false ? 'real' : ''}">${oneLine(scenario.about, 80)} <b>${kind}</b></span>`;
}
