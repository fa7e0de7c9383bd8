import { type Attempt, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import { attemptsInWords } from '../words/attempts.ts';
import { partsOf } from '../words/cluster.ts';
import { diagnosis } from '../words/diagnosis.ts';
import { shortened } from '../words/shortened.ts';
import { account, shortTimeline } from './account.ts';
import type { JUnitDialect } from './junit.ts';
import { propertiesOf } from './properties.ts';
import type { Outcome, Reason, TestCase } from './test-suite.ts';

/** What holds for all cases of a file. */
export interface Circumstances {
  /** Absent when the cluster did not start. */
  readonly kubernetes: string | undefined;
  readonly strict: boolean;
  readonly dialect: JUnitDialect;
  readonly attachments: readonly string[];
}

/**
 * One scenario as one case, whose identity holds nothing that changes from run to run. In Prow's dialect a flaky one has a case of each
 * attempt, all of the same identity: Spyglass takes what both failed and passed for flaky.
 */
export function scenarioCases(scenario: ScenarioReport, circumstances: Circumstances): readonly TestCase[] {
  const { id, suite, about, title, seconds, file, line, cluster, attempts = [] } = scenario;
  // Jenkins makes packages of what stands between dots.
  const area = [suite, about, partsOf(cluster)[0]].map((part) => part.replaceAll('.', '-'));
  const identity = { classname: area.join('.'), name: `${id} ${title}`, file, line };
  const properties = propertiesOf(scenario, circumstances.kubernetes);
  const before = attempts.map((attempt) => couldNotTell(attempted(scenario, attempt)));
  const result = { ...identity, properties, seconds, outcome: outcomeOf(scenario, circumstances.strict) };
  const systemOut = systemOutOf(scenario, result.outcome, circumstances);
  const told = { ...result, ...(systemOut && { systemOut }) };
  if (circumstances.dialect === 'common' || !isFlaky(scenario)) return [{ ...told, before }];
  const duplicates = before.map((reason, place) => ({
    ...{ ...identity, properties: {}, seconds: attempts[place]?.seconds ?? 0 },
    outcome: { kind: 'error', ...reason } as const,
  }));
  return [...duplicates, told];
}

function outcomeOf(scenario: ScenarioReport, strict: boolean): Outcome {
  const { verdict } = scenario;
  switch (verdict.kind) {
    case 'passed':
      return { kind: 'passed' };
    case 'drifted':
      if (!strict) return { kind: 'passed' };
      return { kind: 'failure', type: 'Drifted', message: 'the document is behind', text: account(scenario) };
    case 'failed':
      return { kind: 'failure', type: 'StatusMismatch', message: 'not as documented', text: account(scenario) };
    case 'skipped':
      return { kind: 'skipped', reason: reasonOf(verdict.reason) };
    case 'errored':
      return { kind: 'error', ...couldNotTell(scenario) };
  }
}

function couldNotTell(scenario: ScenarioReport): Reason {
  return { type: 'CouldNotTell', message: 'could not be told', text: account(scenario) };
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
  const told = shortened(reason, 2_000).trim();
  return told === '' || told === 'skipped' ? 'the run gave no reason' : told;
}
