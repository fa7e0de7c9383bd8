import type { JudgedStatement, ScenarioReport } from '../../harness/report.ts';
import { oneLine } from './shortened.ts';

/** Where a statement can be read: the document and its section. */
export function sourceInWords({ source }: Pick<JudgedStatement, 'source'>): string {
  return oneLine(`${titleInWords(source)}, section "${source.section}"`, 300);
}

/** The English title, and the original one in brackets where the document is in another language. */
export function titleInWords({ title, originalTitle }: JudgedStatement['source']): string {
  return originalTitle === undefined ? title : `${title} (${originalTitle})`;
}

/** The statement and for which versions of which component it is made. */
export function statementInWords(
  { kind, description, versions }: JudgedStatement,
  about: ScenarioReport['about'],
): string {
  return oneLine(`${description} (${kind}${versions ? ` of ${about} ${versions}` : ''})`, 1_000);
}
