import type { ScenarioReport } from '../../harness/report.ts';
import type { Finding } from '../../harness/verdict.ts';
import { diagnosis } from '../words/diagnosis.ts';
import { statementInWords } from '../words/source.ts';
import type { Difference } from './comparison.ts';
import { withoutChance } from './without-chance.ts';

export type Found = Pick<Difference, 'kind' | 'expected' | 'saw'>;

const longest = 300;

/** Where one scenario's two reports differ; what differs first makes comparing the rest pointless. */
export function differencesOf(one: ScenarioReport | undefined, other: ScenarioReport | undefined): readonly Found[] {
  if (!one && !other) return [];
  if (!one || !other) return [{ kind: 'missing', saw: [inWords(one), inWords(other)] }];
  const saw = [inWords(one), inWords(other)] as const;
  const kinds = [one.verdict.kind, other.verdict.kind];
  if (kinds[0] !== kinds[1] && kinds.includes('skipped')) return [{ kind: 'skipped', saw }];
  // A cluster that could not be started or asked judged nothing, and has no statement.
  if (one.statement && other.statement && one.statement.description !== other.statement.description)
    return [{ kind: 'statement', saw: [promise(one), promise(other)] }];
  if (kinds[0] !== kinds[1] || unmet(one) !== unmet(other)) return [{ kind: 'verdict', saw }];
  return differingEvidence(findings(one), findings(other));
}

function differingEvidence(ones: readonly Finding[], others: readonly Finding[]): readonly Found[] {
  return ones.flatMap((one, place): Found[] => {
    const other = others[place];
    if (!other || withoutChance(one.saw) === withoutChance(other.saw)) return [];
    return [{ kind: 'evidence', expected: one.summary, saw: [one.saw, other.saw] }];
  });
}

/** What was expected in vain: two that failed may have failed in different ways. */
function unmet(scenario: ScenarioReport): string {
  if (scenario.verdict.kind !== 'failed') return '';
  return findings(scenario)
    .filter(({ met }) => !met)
    .map(({ summary }) => summary)
    .join('\n');
}

function findings({ verdict }: ScenarioReport): readonly Finding[] {
  return verdict.kind === 'skipped' ? [] : verdict.findings;
}

function inWords(scenario: ScenarioReport | undefined): string {
  return scenario ? `${scenario.verdict.kind}: ${diagnosis(scenario, longest)}` : 'not in this report';
}

function promise({ statement, about }: ScenarioReport): string {
  return statement ? statementInWords(statement, about) : 'no statement';
}
