import type { ScenarioReport } from '../../harness/report.ts';
import { sourceInWords, statementInWords } from '../words/source.ts';
import type { Properties } from './test-suite.ts';

/** TestGrid makes a metric of each property whose value is a number: `attempts` and `seconds_to_scheduled` are meant to be. */
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
