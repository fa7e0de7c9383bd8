import type { JudgedStatement, ScenarioReport } from '../../harness/report.ts';
import { oneLine } from './shortened.ts';

/** Where a statement can be read: the document and its section. */
export function sourceInWords({ source: { title, section } }: JudgedStatement): string {
  return oneLine(`${title}, section "${section}"`, 300);
}

/** The statement and for which versions of which component it is made. */
export function statementInWords(
  { kind, description: says, versions }: JudgedStatement,
  about: ScenarioReport['about'],
): string {
  return oneLine(`${says} (${kind}${versions ? ` of ${about} ${versions}` : ''})`, 1_000);
}
