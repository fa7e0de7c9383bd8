import type { ConformanceReport, LifecycleReport } from '../../harness/report.ts';
import { partsOf } from '../words/cluster.ts';
import { oneLine } from '../words/shortened.ts';
import { headed, lineShown } from './account.ts';
import type { Outcome, TestCase } from './test-suite.ts';

/** What must go well besides the scenarios. A run that was cut short is an error of its own: its other cases may all be green. */
export function lifecycleCases(report: ConformanceReport, cluster: string): TestCase[] {
  const { run, summary, lifecycle } = report;
  const classname = `lifecycle.run.${cluster.replaceAll('.', '-')}`;
  const cutShort = `the run was ${run.state === 'running' ? 'killed' : 'interrupted'} after ${summary.total} scenarios`;
  return [
    ...[...Map.groupBy(lifecycle, nameOf)].map(([name, steps]) => ({
      classname,
      name,
      seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
      properties: {},
      outcome: outcomeOf(steps),
    })),
    {
      classname,
      name: 'the run is finished',
      seconds: 0,
      properties: {},
      outcome:
        run.state === 'finished'
          ? { kind: 'passed' }
          : { kind: 'error', type: 'Interrupted', message: 'cut short', text: `${cutShort}\n\nagain: ${run.command}` },
    },
  ];
}

/** Each cluster of a run has its own; how many there are, no name tells. */
function nameOf({ title, cluster }: LifecycleReport): string {
  const [, topology] = partsOf(cluster);
  return topology ? `${title} (${topology})` : title;
}

/** Of a step of the same name in each part of a run that was played in several. */
function outcomeOf(steps: readonly LifecycleReport[]): Outcome {
  const wrong = steps.flatMap(({ id, error }) => (error === undefined ? [] : [{ id, error }]));
  const [{ id } = { id: undefined }] = wrong;
  if (id === undefined) return { kind: 'passed' };
  const error = wrong.map((step) => step.error).join('\n\n');
  const text = headed(oneLine(error.trim().split('\n', 1)[0] ?? '', lineShown), error);
  return id === 'cluster-start'
    ? { kind: 'error', type: 'ClusterDidNotStart', message: 'infrastructure', text }
    : { kind: 'failure', type: 'LeftBehind', message: 'not cleaned up', text };
}
