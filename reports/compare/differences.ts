import type { ScenarioReport } from '../../harness/report.ts';
import { diagnosis, findingsOf, statementInWords } from '../words/scenario.ts';

/**
 * verdict: another verdict, or failed in another way · skipped: skipped on one cluster only · missing: in one report
 * only · statement: different statements apply to their versions, so verdicts cannot be compared · evidence: same
 * verdict, but something else was seen.
 */
export const differenceKinds = ['verdict', 'skipped', 'missing', 'statement', 'evidence'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export interface Difference {
  readonly kind: DifferenceKind;
  /** The expectation that it is about. */
  readonly expected?: string;
  /** What each of the two showed, in a reader's words. */
  readonly saw: readonly [string, string];
}

/** Where two reports of one scenario differ; after the first difference, the rest cannot be compared. */
export function differencesOf(
  one: ScenarioReport | undefined,
  other: ScenarioReport | undefined,
): readonly Difference[] {
  if (!one && !other) return [];
  if (!one || !other) return [{ kind: 'missing', saw: [inWords(one), inWords(other)] }];
  const saw = [inWords(one), inWords(other)] as const;
  const kinds = [one.verdict.kind, other.verdict.kind];
  if (kinds[0] !== kinds[1] && kinds.includes('skipped')) return [{ kind: 'skipped', saw }];
  // A scenario whose cluster did not start or answer has no statement.
  if (one.statement && other.statement && one.statement.description !== other.statement.description)
    return [
      {
        kind: 'statement',
        saw: [statementInWords(one.statement, one.about), statementInWords(other.statement, other.about)],
      },
    ];
  if (kinds[0] !== kinds[1] || unmet(one) !== unmet(other)) return [{ kind: 'verdict', saw }];
  return findingsOf(one).flatMap(({ summary, saw: was }, place): Difference[] => {
    const is = findingsOf(other)[place]?.saw;
    return is === undefined || normalized(was) === normalized(is)
      ? []
      : [{ kind: 'evidence', expected: summary, saw: [was, is] }];
  });
}

/** The unmet expectations: two scenarios may have failed in different ways. */
function unmet({ verdict }: ScenarioReport): string {
  if (verdict.kind !== 'failed') return '';
  return verdict.findings.flatMap(({ met, summary }) => (met ? [] : [summary])).join('\n');
}

function inWords(scenario: ScenarioReport | undefined): string {
  return scenario ? `${scenario.verdict.kind}: ${diagnosis(scenario, 300)}` : 'not in this report';
}

/**
 * What was seen, without what differs from run to run of one cluster: generated names, addresses, on which of several
 * alike nodes or zones something is, in which order and how often. Words that end in digits lose them: `worker2` and
 * `worker3` are alike.
 */
export function normalized(saw: string): string {
  const parts = chances
    .reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), saw)
    .split(separators);
  return [...new Set(parts.map((part) => part.trim()))].filter(Boolean).sort().join('; ');
}

const separators = /; |, |\n| {2,}/;

/** Letters of generated names: k8s.io/apimachinery, pkg/util/rand. */
const generated = '[bcdfghjklmnpqrstvwxz2456789]';

const chances: readonly (readonly [RegExp, string])[] = [
  [/\bplimsoll-[a-z0-9-]+-[a-z0-9]{6}\b/g, '<namespace>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>'],
  [new RegExp(`(?<=[a-z0-9])-${generated}{8,10}-${generated}{5}\\b`, 'g'), '-<pod>'],
  [new RegExp(`(?<=[a-z0-9])-${generated}{5}\\b`, 'g'), '-<pod>'],
  [/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, '<address>'],
  [/<address>(, <address>)+/g, '<address>'],
  // How many there are at the moment of the look, and how often each.
  [/^\d+ of \d+ Pods: /, ''],
  [/(?<!\S)\d+ × /g, ''],
  [/ ×\d+(?=:)/g, ''],
  [/\(x\d+ over [^)]*\)/g, ''],
  [/(?<=restarts: .*)\b\d+\b/g, '#'],
  [/\b\d+(\.\d+)?(ms|s|m)\b/g, '<time>'],
  // Nodes, zones, ordinals, ids of clouds: what has letters before its digits.
  [/(?<=[A-Za-z][A-Za-z-]*)\d[A-Za-z0-9]*(-[0-9][A-Za-z0-9]*)*\b/g, '#'],
  // The name of a Pod before its state: of several alike Pods, either may come first.
  [/(?<=^|; )[a-z][\w<>#-]*: (?=[A-Z])/g, ''],
];
