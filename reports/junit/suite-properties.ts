import type { ConformanceReport } from '../../harness/report.ts';
import type { Properties } from './test-suite.ts';

/** What holds for each case of the run: who ran what, where. */
export function suiteProperties({ run, cluster }: ConformanceReport): Properties {
  return {
    'plimsoll.version': run.version,
    'run.id': run.id,
    'run.state': run.state,
    'run.command': run.command,
    ...(cluster && {
      cluster: cluster.name,
      kubernetes: cluster.kubernetes,
      capabilities: cluster.capabilities.join(' '),
      pace: `${cluster.pace}`,
    }),
    ...Object.fromEntries(
      (cluster?.components ?? []).map(({ name, version, simulated }) => [
        `component.${name}`,
        `${version}${simulated ? ' (simulated)' : ''}`,
      ]),
    ),
  };
}
