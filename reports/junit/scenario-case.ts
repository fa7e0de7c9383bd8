import { isFlaky, type ScenarioReport } from '../../harness/report.ts';
import { clusterIdParts } from '../words/run.ts';
import { attemptsInWords, diagnosis, sourceInWords, statementInWords } from '../words/scenario.ts';
import { shortened } from '../words/text.ts';
import { account, shortTimeline } from './account.ts';
import type { Outcome, Properties, Reason, TestCase } from './xml.ts';

export type JUnitDialect = 'common' | 'prow';

/** What holds for all cases of a file; `kubernetes` is absent when the cluster did not start. */
interface Circumstances {
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
  // Neither timeline nor evidence is kept of an earlier attempt.
  const { evidence: _, ...withoutEvidence } = scenario;
  const before = attempts.map((attempt) => inconclusive({ ...withoutEvidence, ...attempt, timeline: [] }));
  const properties = propertiesOf(scenario, circumstances.kubernetes);
  const outcome = outcomeOf(scenario, circumstances.strict);
  const systemOut = systemOutOf(scenario, outcome, circumstances.attachments);
  const testCase = { ...identity, properties, seconds, outcome, ...(systemOut && { systemOut }) };
  if (circumstances.dialect === 'common' || !isFlaky(scenario)) return [{ ...testCase, before }];
  const duplicates = before.map((reason, place) => ({
    ...{ ...identity, properties: {}, seconds: attempts[place]?.seconds ?? 0 },
    outcome: { kind: 'error', ...reason } as const,
  }));
  return [...duplicates, testCase];
}

function outcomeOf(scenario: ScenarioReport, strict: boolean): Outcome {
  const { verdict } = scenario;
  if (verdict.kind === 'skipped') return { kind: 'skipped', reason: reasonOf(verdict.reason) };
  if (verdict.kind === 'errored') return { kind: 'error', ...inconclusive(scenario) };
  if (verdict.kind === 'passed' || (verdict.kind === 'drifted' && !strict)) return { kind: 'passed' };
  const [type, message] =
    verdict.kind === 'failed'
      ? ['StatusMismatch', 'not as documented']
      : ['Drifted', 'a documented limitation is gone'];
  return { kind: 'failure', type, message, text: account(scenario) };
}

function inconclusive(scenario: ScenarioReport): Reason {
  return { type: 'Inconclusive', message: 'infrastructure error or unmet control', text: account(scenario) };
}

/** Nothing for what passed or was skipped; Jenkins and GitLab take what stands alone on a line for a file's name. */
function systemOutOf(scenario: ScenarioReport, outcome: Outcome, attachments: readonly string[]): string {
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
function propertiesOf(scenario: ScenarioReport, kubernetes: string | undefined): Properties {
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
  return [...new Set(placement?.pods.flatMap(({ node = '' }) => zoneOf.get(node) ?? []))].sort().join(' ');
}

/** Until the last of the scenario's Pods had a node, as their states say; undefined when none ever had. */
function secondsToScheduled({ startedAt, timeline }: ScenarioReport): number | undefined {
  const since = new Map<string, number>();
  for (const { at, object, state } of timeline)
    if (object.startsWith('Pod/') && /(^|, )on (?!no node$)\S+$/.test(state) && !since.has(object))
      since.set(object, Date.parse(at));
  const seconds = (Math.max(...since.values()) - Date.parse(startedAt)) / 1_000;
  return seconds >= 0 && Number.isFinite(seconds) ? seconds : undefined;
}
