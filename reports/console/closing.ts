import {
  type ClusterReport,
  type ConformanceReport,
  isFlaky,
  type LifecycleReport,
  type ScenarioReport,
} from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import { failedSteps, imagesInWords, inOrderOfId, secondsInWords, symbols, verdictOrder } from '../words/run.ts';
import { attemptsInWords, diagnosis } from '../words/scenario.ts';
import { counted, oneLine, shortened, wrapped } from '../words/text.ts';
import { details } from './details.ts';
import { indented, type Look, painted, symbolOf, verdictColours } from './line.ts';

/** The end of a run: everything that is not green in detail, what was skipped and why, and the counts. */
export function closing(report: ConformanceReport, files: readonly string[], look: Look): string[] {
  const scenarios = inOrderOfId(report);
  const having = (kind: VerdictKind) => scenarios.filter(({ verdict }) => verdict.kind === kind);
  const { executed = [], not = [] } = Object.groupBy(having('errored'), ({ statement }) =>
    statement ? 'executed' : 'not',
  );
  return [
    '',
    ...[...having('drifted'), ...executed, ...having('failed')].flatMap((scenario) => details(scenario, look)),
    ...flakes(scenarios.filter(isFlaky), look),
    ...together('errored', not, look),
    ...together('skipped', having('skipped'), look),
    ...lifecycle(report, look),
    ...labelled('verdicts', verdicts(report, look), look),
    ...labelled('run', [`${counted(scenarios.length, 'scenario')} in ${secondsInWords(report.run.seconds)}`], look),
    ...labelled('reports', files, look),
  ];
}

/** Scenarios by their reason, since several usually share one. */
function together(kind: 'errored' | 'skipped', scenarios: readonly ScenarioReport[], look: Look): string[] {
  const byReason = Map.groupBy(scenarios, (scenario) => diagnosis(scenario, longestReason));
  return [...byReason].flatMap(([reason, members]) => [
    ...headed(look, kind, `${kind}: ${reason}`),
    ...members.map(({ id }) => `  ${id}`),
    '',
  ]);
}

/** What passed only on a retry, and why the attempt before did not count. */
function flakes(flaky: readonly ScenarioReport[], look: Look): string[] {
  if (flaky.length === 0) return [];
  const lines = flaky.flatMap((scenario) => [
    `  ${scenario.id}`,
    ...indented(attemptsInWords(scenario, longestReason) ?? '', '    ', look, longestReason),
  ]);
  const heading = `flaky: ${counted(flaky.length, 'scenario')} passed only on a retry`;
  return [`${painted(look, 'yellow', '~')} ${painted(look, 'bold', heading)}`, ...lines, ''];
}

const longestReason = 500;

function headed(look: Look, kind: VerdictKind, heading: string): string[] {
  const lines = wrapped(oneLine(heading, longestReason + 20), look.columns - 2);
  return lines.map((line, place) => `${place === 0 ? symbolOf(look, kind) : ' '} ${painted(look, 'bold', line)}`);
}

const notSo: Readonly<Record<LifecycleReport['id'], string>> = {
  'cluster-start': 'the cluster did not start',
  'leak-check': 'something is left behind',
};

function lifecycle(report: ConformanceReport, look: Look): string[] {
  const { state } = report.run;
  const wrong = failedSteps(report).flatMap(({ id, cluster, error }) => {
    const lines = wrapped(shortened(error, 4_000), look.columns - 2).map((line) => `  ${line}`);
    return [...headed(look, id === 'cluster-start' ? 'errored' : 'failed', `${notSo[id]}: ${cluster}`), ...lines, ''];
  });
  const cutShort = `the run was ${state === 'running' ? 'killed' : 'interrupted'}: the counts are incomplete`;
  return state === 'finished' ? wrong : [...wrong, `${symbolOf(look, 'errored')} ${cutShort}`, ''];
}

function verdicts({ summary }: ConformanceReport, look: Look): string[] {
  const parts = verdictOrder
    .filter((kind) => summary[kind] > 0)
    .map((kind) => painted(look, verdictColours[kind], `${symbols[kind]} ${summary[kind]} ${kind}`));
  const flaky = summary.flaky ? [painted(look, 'yellow', `~ ${summary.flaky} of them flaky`)] : [];
  return parts.length > 0 ? [[...parts, ...flaky].join('  ')] : [];
}

function labelled(label: string, lines: readonly string[], look: Look): string[] {
  return lines.map((line, place) => `${painted(look, 'dim', (place === 0 ? label : '').padEnd(10))}${line}`);
}

/** The heading of a cluster: how many scenarios run on it, its version, and what is simulated. */
export function beginning(
  cluster: Omit<ClusterReport, 'id' | 'capabilities'>,
  scenarios: number,
  look: Look,
): string[] {
  const { name, topology, kubernetes, components, pace } = cluster;
  const simulated = components.filter((component) => component.simulated).map((part) => `${part.name} ${part.version}`);
  const where = topology === undefined ? name : `${name}/${topology}`;
  const heading = `${counted(scenarios, 'scenario')} on ${where}, Kubernetes ${kubernetes}`;
  const facts = [
    simulated.length > 0 ? `simulated: ${simulated.join(', ')}` : 'nothing is simulated',
    ...(pace === 1 ? [] : [`simulated time runs ${pace} times as fast`]),
    ...imagesInWords(cluster).map((image) => `image ${image}`),
  ];
  return [
    '',
    ...wrapped(heading, look.columns).map((line) => painted(look, 'bold', line)),
    ...wrapped(facts.join('; '), look.columns).map((line) => painted(look, 'dim', line)),
    '',
  ];
}
