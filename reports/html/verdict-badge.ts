import type { VerdictKind } from '../../harness/verdict.ts';
import { symbols } from '../words/verdicts.ts';
import { html, type Markup } from './template.ts';

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
