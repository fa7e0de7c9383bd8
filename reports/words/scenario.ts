import type { JudgedStatement, ScenarioReport } from '../../harness/report.ts';
import type { Finding, Verdict } from '../../harness/verdict.ts';
import { oneLine, shortened } from './text.ts';

/** The reason of a verdict, in one line of at most `limit` characters. */
export function diagnosis({ verdict, statement }: Judged, limit: number): string {
  const reason = () => {
    switch (verdict.kind) {
      case 'passed':
        return seen(verdict.findings);
      case 'drifted':
        return `the limitation is gone: ${seen(verdict.findings)} (${statement?.description})`;
      case 'failed':
        return unmetInWords(verdict.findings, limit);
      case 'skipped':
        return verdict.reason;
      case 'errored':
        return errorInWords(verdict);
    }
  };
  return oneLine(reason(), limit);
}

type Judged = Pick<ScenarioReport, 'verdict' | 'statement'>;

/** What was expected and seen; nothing of a skipped scenario. */
export function findingsOf({ verdict }: Pick<ScenarioReport, 'verdict'>): readonly Finding[] {
  return verdict.kind === 'skipped' ? [] : verdict.findings;
}

/** What was seen, without what was expected: few words next to the symbol of the verdict. */
export function seenInWords(scenario: Judged, limit: number): string {
  const { verdict } = scenario;
  if (verdict.kind === 'drifted') return oneLine(`no longer so: ${seen(verdict.findings)}`, limit);
  const unmet = verdict.kind === 'failed' && firstUnmet(verdict.findings);
  return unmet ? oneLine(unmet.saw, limit) : diagnosis(scenario, limit);
}

/** The expectation to read first: one that can never be met any more, else the first unmet one. */
function firstUnmet(findings: readonly Finding[]): Finding | undefined {
  const unmet = findings.filter(({ met }) => !met);
  return unmet.find(({ final }) => final) ?? unmet[0];
}

/** Why it is inconclusive; if an expectation such as a control was not met, also what was seen instead. */
function errorInWords({ error, findings }: Extract<Verdict, { kind: 'errored' }>): string {
  const unmet = firstUnmet(findings);
  const line = error.trim().split('\n', 1)[0] ?? '';
  return unmet ? `${line}; ${unmet.summary}, saw: ${unmet.saw}` : line;
}

/** A summary that is too long gets half a line, so that what was seen always shows. */
function unmetInWords(findings: readonly Finding[], limit: number): string {
  const unmet = firstUnmet(findings);
  if (!unmet) return `it did not last: ${seen(findings)}`;
  const both = `${unmet.summary}, saw: ${unmet.saw}`;
  return both.length <= limit ? both : `${oneLine(unmet.summary, limit / 2)}, saw: ${unmet.saw}`;
}

function seen(findings: readonly Finding[]): string {
  const met = findings.filter((finding) => finding.met);
  return [...new Set(met.map(({ saw }) => saw))].join('; ') || 'nothing';
}

/** The attempt that counts, and why the one before did not; undefined if the first one counts. */
export function attemptsInWords({ attempts = [] }: ScenarioReport, limit: number): string | undefined {
  const last = attempts.at(-1);
  return last && oneLine(`on attempt ${attempts.length + 1}; before: ${diagnosis(last, limit)}`, limit);
}

/** The reason of a verdict, unless the scenario passed on a later attempt; then of the attempt before. */
export function whyInWords(scenario: ScenarioReport, limit: number): readonly string[] {
  const before = attemptsInWords(scenario, limit);
  if (before === undefined) return [diagnosis(scenario, limit)];
  return scenario.verdict.kind === 'passed' ? [before] : [diagnosis(scenario, limit), before];
}

/** Why each unhealthy Pod was in its state, equal causes once: `Pod web-0 and 3 more: no node takes it: …`. */
export function causesInWords({ explanations = [] }: Pick<ScenarioReport, 'explanations'>, limit: number): string[] {
  const byCause = Map.groupBy(explanations, ({ cause, pod }) => cause.replaceAll(pod.name, 'it'));
  return [...byCause.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return [shortened(`Pod ${first.pod.name}${more}: ${first.cause}`, limit)];
  });
}

/** Where a statement can be read: the document and its section. */
export function sourceInWords({ source }: Pick<JudgedStatement, 'source'>): string {
  return oneLine(`${titleInWords(source)}, section "${source.section}"`, 300);
}

/** The English title, and the original one in brackets where the document is in another language. */
export function titleInWords({ title, originalTitle }: JudgedStatement['source']): string {
  return originalTitle === undefined ? title : `${title} (${originalTitle})`;
}

/** The statement and for which versions of which component it is made. */
export function statementInWords({ kind, description, versions }: JudgedStatement, about: string): string {
  return oneLine(`${description} (${kind}${versions ? ` of ${about} ${versions}` : ''})`, 1_000);
}
