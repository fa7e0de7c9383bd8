import type { ClusterReport, ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { oneLine } from '../words/shortened.ts';
import { html, type Markup } from './template.ts';

const label = 'What was simulated and what was real';

/** What was simulated and what was real, in a line that stays in sight. */
export function realityOf({ clusters }: Pick<ConformanceReport, 'clusters'>): Markup {
  if (clusters.length === 0)
    return html`<aside class="reality" aria-label="${label}">No cluster started: nothing was simulated, nothing was real.</aside>`;
  return html`<aside class="reality" aria-label="${label}">${parts(clusters)}</aside>`;
}

/** The same for the cluster of one scenario, with versions. */
export function realityOfCluster(cluster: ClusterReport): Markup {
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
  return html`<span class="parts"><span class="simulated">Simulated:</span> ${simulated.join(', ') || 'nothing'}</span> <span class="parts"><span class="real">Real:</span> ${real.join(', ') || 'nothing'}</span>`;
}
