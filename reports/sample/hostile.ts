import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { conformanceReport } from './conformance-report.ts';
import { scenarioReport } from './scenario-report.ts';

/** What a cluster may put into a message: control characters, markup, terminal sequences, halves of surrogate pairs. */
export const hostileText =
  '\u001b[31mred\u001b[0m ]]> <script>&amp;"\' \u0000\u0001\u0008\u000b\u000c\u000e\u001f\u007f\u0085 \uD800x\uDC00 \uFFFE\uFFFF é🚢 <![CDATA[ --> %s ${x} \r\nnext\tline <img src=x onerror=alert(1)> " onmouseover="alert(2)" style="color:red';

/** A message of 200 kB. */
export const hugeText = `the head ${'<&]]>🚢\u0000 '.repeat(20_000)} the tail`;

/** A run that carries hostile text wherever text can be. */
export function hostile(): ConformanceReport {
  const findings = [hostileText, hugeText].map((saw) => ({ summary: hostileText, met: false, saw }));
  const shared = {
    title: hostileText,
    cluster: hostileText,
    about: hostileText,
    namespace: hostileText,
    statement: {
      kind: 'limitation',
      description: hostileText,
      source: { title: hostileText, section: hugeText, url: hostileText },
      versions: hostileText,
    },
    timeline: [{ at: hostileText, object: hostileText, state: hugeText }],
    evidence: {
      objects: [{ name: hostileText, object: { [hostileText]: hugeText } }],
      events: [
        {
          at: hostileText,
          type: hostileText,
          reason: hostileText,
          object: hostileText,
          from: hostileText,
          count: 2,
          message: hugeText,
        },
      ],
    },
    ...hostilePlaces(),
  } as const;
  const error = `${hostileText}\n${hugeText}`;
  return conformanceReport(
    [
      scenarioReport({
        ...shared,
        id: 'hostile/failed',
        suite: 'hostile',
        verdict: { kind: 'failed', findings },
      }),
      scenarioReport({
        ...shared,
        id: 'hostile/errored',
        suite: 'hostile',
        statement: { ...shared.statement, source: { title: 'a script', section: '', url: 'javascript:alert(3)' } },
        verdict: { kind: 'errored', error, findings },
      }),
      scenarioReport({
        ...shared,
        ...{ id: 'hostile/drifted', suite: 'hostile', verdict: { kind: 'drifted', findings } },
        attempts: [{ startedAt: hostileText, seconds: 1, verdict: { kind: 'errored', error, findings } }],
      }),
      scenarioReport({
        ...shared,
        id: 'hostile/skipped',
        suite: 'hostile',
        verdict: { kind: 'skipped', reason: error },
      }),
    ],
    { lifecycle: [{ id: 'cluster-start', title: 'The cluster starts', cluster: hostileText, seconds: 1, error }] },
  );
}

function hostilePlaces(): Pick<ScenarioReport, 'placement' | 'explanations'> {
  const [name, zone, state, cause] = [hostileText, hostileText, hostileText, hugeText];
  return {
    placement: {
      nodes: [{ name, zone, kind: 'machine', ready: true, unschedulable: false, taints: [hostileText] }],
      pods: [{ name, node: name, state, well: false, claims: [name], cause }],
      claims: [{ name, phase: hostileText, volume: name, storageClass: name }],
      volumes: [{ name, zones: [zone], attachedTo: [name] }],
    },
    explanations: [
      {
        pod: { namespace: hostileText, name },
        ...{ state, kind: 'unschedulable', cause, basis: 'evaluation' },
        evidence: [hostileText],
        nodes: [{ node: name, zone, reasons: [{ rule: 'taints', text: hostileText, group: name, help: hostileText }] }],
        helps: [hostileText],
        unknown: [hostileText],
      },
    ],
  };
}
