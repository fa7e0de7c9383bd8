import { type Attempt, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import { clusterIdParts } from '../words/run.ts';
import { attemptsInWords, diagnosis, sourceInWords, statementInWords } from '../words/scenario.ts';
import { shortened } from '../words/text.ts';
import { account, shortTimeline } from './account.ts';
import type { Outcome, Properties, Reason, TestCase } from './xml.ts';

export type JUnitDialect = 'common' | 'prow';

/** What holds for all cases of a file. */
export interface Circumstances {
  /** Absent when the cluster did not start. */
  readonly kubernetes: string | undefined;
  readonly strict: boolean;
  readonly dialect: JUnitDialect;
  readonly attachments: readonly string[];
}

/**
 * One scenario as one case, whose identity holds nothing that changes from run to run. In Prow's dialect a flaky one
 * has a case of each attempt, all of the same identity: Spyglass takes what both failed and passed for flaky.
 */
export function scenarioCases(scenario: ScenarioReport, circumstances: Circumstances): readonly TestCase[] {
  const { id, suite, about, title, seconds, file, line, cluster, attempts = [] } = scenario;
  // Jenkins makes packages of what stands between dots.
  const area = [suite, about, clusterIdParts(cluster)[0]].map((part) => part.replaceAll('.', '-'));
  const identity = { classname: area.join('.'), name: `${id} ${title}`, file, line };
  const properties = propertiesOf(scenario, circumstances.kubernetes);
  const before = attempts.map((attempt) => inconclusive(attempted(scenario, attempt)));
  const result = { ...identity, properties, seconds, outcome: outcomeOf(scenario, circumstances.strict) };
  const systemOut = systemOutOf(scenario, result.outcome, circumstances);
  const testCase = { ...result, ...(systemOut && { systemOut }) };
  if (circumstances.dialect === 'common' || !isFlaky(scenario)) return [{ ...testCase, before }];
  const duplicates = before.map((reason, place) => ({
    ...{ ...identity, properties: {}, seconds: attempts[place]?.seconds ?? 0 },
    outcome: { kind: 'error', ...reason } as const,
  }));
  return [...duplicates, testCase];
}

function outcomeOf(scenario: ScenarioReport, strict: boolean): Outcome {
  const { verdict } = scenario;
  switch (verdict.kind) {
    case 'passed':
      return { kind: 'passed' };
    case 'drifted':
      if (!strict) return { kind: 'passed' };
      return { kind: 'failure', type: 'Drifted', message: 'a documented limitation is gone', text: account(scenario) };
    case 'failed':
      return { kind: 'failure', type: 'StatusMismatch', message: 'not as documented', text: account(scenario) };
    case 'skipped':
      return { kind: 'skipped', reason: reasonOf(verdict.reason) };
    case 'errored':
      return { kind: 'error', ...inconclusive(scenario) };
  }
}

function inconclusive(scenario: ScenarioReport): Reason {
  return { type: 'Inconclusive', message: 'infrastructure error or unmet control', text: account(scenario) };
}

/** Of an earlier attempt neither timeline nor evidence is kept. */
function attempted({ evidence: _, ...scenario }: ScenarioReport, attempt: Attempt): ScenarioReport {
  return { ...scenario, ...attempt, timeline: [] };
}

/** Nothing for what passed or was skipped; Jenkins and GitLab take what stands alone on a line for a file's name. */
function systemOutOf(scenario: ScenarioReport, outcome: Outcome, { attachments }: Circumstances): string {
  const { kind } = scenario.verdict;
  const attempts = attemptsInWords(scenario, 2_000);
  const red = outcome.kind === 'failure' || outcome.kind === 'error';
  return [
    ...(kind === 'drifted' && !red ? [`drifted: ${diagnosis(scenario, 2_000)}`] : []),
    ...(attempts ? [`${isFlaky(scenario) ? 'flaky: ' : ''}${attempts}`] : []),
    ...(red ? shortTimeline(scenario) : []),
    ...(red ? attachments.map((path) => `[[ATTACHMENT|${path}]]`) : []),
  ].join('\n');
}

/** TestGrid drops a case that is skipped without a reason, or with the reason "skipped". */
function reasonOf(reason: string): string {
  const given = shortened(reason, 2_000).trim();
  return given === '' || given === 'skipped' ? 'the run gave no reason' : given;
}

/** TestGrid makes a metric of each number: `attempts` and `seconds_to_scheduled` are meant to be metrics. */
export function propertiesOf(scenario: ScenarioReport, kubernetes: string | undefined): Properties {
  const { id, verdict, level, cluster, about, requires, namespace, statement, attempts, reproduce } = scenario;
  const scheduled = secondsToScheduled(scenario);
  const zones = zonesOfPods(scenario);
  return {
    scenario: id,
    verdict: verdict.kind,
    level,
    about,
    requires: requires.join(' '),
    cluster,
    ...(kubernetes && { kubernetes }),
    ...(namespace && { namespace }),
    ...(zones && { zone: zones }),
    ...(statement && { statement: statementInWords(statement, about), source: sourceInWords(statement) }),
    ...(attempts && { attempts: `${attempts.length + 1}` }),
    ...(scheduled !== undefined && { seconds_to_scheduled: scheduled.toFixed(3) }),
    reproduce,
  };
}

/** The zones of the nodes that the scenario's Pods were on, such as `zone-a zone-c`; empty where nodes have none. */
function zonesOfPods({ placement }: ScenarioReport): string {
  const zoneOf = new Map(placement?.nodes.map(({ name, zone }) => [name, zone]));
  const zones = placement?.pods.flatMap(({ node }) => zoneOf.get(node ?? '') ?? []) ?? [];
  return [...new Set(zones)].sort().join(' ');
}

/** Until the last of the scenario's Pods had a node, as their states say; undefined when none ever had. */
function secondsToScheduled({ startedAt, timeline }: ScenarioReport): number | undefined {
  const since = new Map<string, number>();
  for (const { at, object, state } of timeline)
    if (object.startsWith('Pod/') && onNode.test(state) && !since.has(object)) since.set(object, Date.parse(at));
  const seconds = (Math.max(...since.values()) - Date.parse(startedAt)) / 1_000;
  return seconds >= 0 && Number.isFinite(seconds) ? seconds : undefined;
}

/** What a Pod's state ends with that has a node. */
const onNode = /(^|, )on (?!no node$)\S+$/;
