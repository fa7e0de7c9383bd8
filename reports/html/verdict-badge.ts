import type { VerdictKind } from '../../harness/verdict.ts';
import { html, type Markup } from './template.ts';

/** In the order in which people ask for them. */
export const kinds: readonly VerdictKind[] = ['failed', 'errored', 'drifted', 'passed', 'skipped'];

export const symbols: Readonly<Record<VerdictKind, string>> = {
  passed: '✓',
  drifted: '≈',
  failed: '✗',
  errored: '!',
  skipped: '○',
};

export const meanings: Readonly<Record<VerdictKind, string>> = {
  passed: 'as documented',
  drifted: 'a documented limitation is gone',
  failed: 'does what no document says',
  errored: 'could not be told',
  skipped: 'the cluster lacks something',
};

/** Colour, symbol and word, so that none of them is needed. */
export function verdictBadge(kind: VerdictKind): Markup {
  return html`<span class="verdict ${kind}" title="${meanings[kind]}"><span aria-hidden="true">${symbols[kind]}</span> ${kind}</span>`;
}
