import type { ScenarioReport } from '../../harness/report.ts';
import { partsOf } from '../words/cluster.ts';
import { diagnosis } from '../words/diagnosis.ts';
import { shortened } from '../words/shortened.ts';
import { sourceInWords, statementInWords } from '../words/source.ts';
import { account } from './account.ts';
import type { Outcome, Properties, TestCase } from './test-suite.ts';

/** What holds for all cases of a file. */
export interface Circumstances {
  /** Absent when the cluster did not start. */
  readonly kubernetes: string | undefined;
  readonly strict: boolean;
}

/** One scenario as one case. Its identity holds nothing that changes from run to run. */
export function scenarioCase(scenario: ScenarioReport, { kubernetes, strict }: Circumstances): TestCase {
  const { id, suite, about, title, seconds, file, line, verdict, cluster } = scenario;
  // Jenkins makes packages of what stands between dots.
  const area = [suite, about, partsOf(cluster)[0]].map((part) => part.replaceAll('.', '-'));
  return {
    classname: area.join('.'),
    name: `${id} ${title}`,
    seconds,
    file,
    line,
    properties: propertiesOf(scenario, kubernetes),
    outcome: outcomeOf(scenario, strict),
    ...(verdict.kind === 'drifted' && !strict && { systemOut: `drifted: ${diagnosis(scenario, 2_000)}` }),
  };
}

/** TestGrid makes a metric of each property whose value is a number; none is meant to be one here. */
function propertiesOf(scenario: ScenarioReport, kubernetes: string | undefined): Properties {
  const { id, verdict, level, cluster, about, requires, namespace, statement, reproduce } = scenario;
  return {
    scenario: id,
    verdict: verdict.kind,
    level,
    about,
    requires: requires.join(' '),
    cluster,
    ...(kubernetes && { kubernetes }),
    ...(namespace && { namespace }),
    ...(statement && { statement: statementInWords(statement, about), source: sourceInWords(statement) }),
    reproduce,
  };
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
      return { kind: 'error', type: 'CouldNotTell', message: 'could not be told', text: account(scenario) };
  }
}

/** TestGrid drops a case that is skipped without a reason, or with the reason "skipped". */
function reasonOf(reason: string): string {
  const told = shortened(reason, 2_000).trim();
  return told === '' || told === 'skipped' ? 'the run gave no reason' : told;
}
