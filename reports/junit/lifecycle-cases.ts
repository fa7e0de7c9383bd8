import type { ConformanceReport, LifecycleReport } from '../../harness/report.ts';
import { headed } from './account.ts';
import type { Outcome, TestCase } from './test-suite.ts';

/** What must go well besides the scenarios. A run that was cut short is an error of its own: its other cases may all be green. */
export function lifecycleCases(report: ConformanceReport): TestCase[] {
  const { run, cluster, summary, lifecycle } = report;
  const classname = `lifecycle.run.${(cluster?.name ?? 'no-cluster').replaceAll('.', '-')}`;
  const cutShort = `the run was ${run.state === 'running' ? 'killed' : 'interrupted'} after ${summary.total} scenarios`;
  return [
    ...lifecycle.map((step) => ({
      classname,
      name: step.name,
      seconds: step.seconds,
      properties: {},
      outcome: outcomeOf(step),
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

function outcomeOf({ name, error }: LifecycleReport): Outcome {
  if (error === undefined) return { kind: 'passed' };
  const text = headed(error);
  return name === 'cluster starts'
    ? { kind: 'error', type: 'ClusterDidNotStart', message: 'infrastructure', text }
    : { kind: 'failure', type: 'LeftBehind', message: 'not cleaned up', text };
}
