import type { ConformanceReport, ScenarioReport } from '../../report.ts';
import type { Verdict, VerdictKind } from '../../verdict.ts';
import { reportBuilder } from '../report-builder.ts';

/** A report of scenarios `s/0`, `s/1`, …, by verdict and level: `passed core, bad input extended, flaky core`. */
export function reportOf(
  sketches: string,
  state: ConformanceReport['run']['state'] = 'finished',
  lifecycle: ConformanceReport['lifecycle'] = [],
): ConformanceReport {
  const sketched = sketches.split(', ').filter(Boolean);
  const order = sketched.map((_, index) => `s/${index}`);
  const report = reportBuilder({ runId: 'r', version: '1', command: 'c', startedAt: new Date(), order });
  for (const [index, sketch] of sketched.entries()) report.add(scenarioOf(`s/${index}`, sketch));
  for (const step of lifecycle) report.addStep(step);
  return report.build(state);
}

function scenarioOf(id: string, sketch: string): ScenarioReport {
  const [, kind, level] = /^(.+) (core|extended)$/.exec(sketch) as unknown as [string, Kind, ScenarioReport['level']];
  const base = {
    suite: 's',
    title: 't',
    cluster: 'embedded',
    about: 'a',
    requires: [],
    file: 'f',
    line: 1,
    timeline: [],
    reproduce: 'r',
  };
  const attempt = { startedAt: '2026-01-01T00:00:00.000Z', seconds: 1 };
  const attempts = kind === 'flaky' ? { attempts: [{ ...attempt, verdict: verdictOf('errored') }] } : {};
  return { ...base, id, level, ...attempt, verdict: verdictOf(kind), ...attempts };
}

type Kind = VerdictKind | 'bad input' | 'flaky';

function verdictOf(kind: Kind): Verdict {
  if (kind === 'skipped') return { kind, reason: 'the cluster lacks traffic' };
  if (kind === 'errored') return { kind, error: 'e', findings: [] };
  if (kind === 'bad input') return { kind: 'errored', error: 'e', findings: [], badInput: true };
  return { kind: kind === 'flaky' ? 'passed' : kind, findings: [] };
}
