import { styleText } from 'node:util';
import type { VerdictKind } from '../../harness/verdict.ts';
import { symbols } from '../words/verdicts.ts';

/** What the formatting of a console depends on. */
export interface Look {
  /** Characters that fit into a line. */
  readonly columns: number;
  readonly colours: boolean;
}

export type Colour = 'green' | 'red' | 'yellow' | 'magenta' | 'cyan' | 'dim' | 'bold';

/** Text in colour, when the look has colours. Whether it has is the caller's decision alone. */
export function painted({ colours }: Look, colour: Colour, text: string): string {
  return colours ? styleText(colour, text, { validateStream: false }) : text;
}

export const verdictColours: Readonly<Record<VerdictKind, Colour>> = {
  passed: 'green',
  drifted: 'yellow',
  failed: 'red',
  errored: 'magenta',
  skipped: 'dim',
};

/** A verdict's symbol in its colour. */
export function symbolOf(look: Look, kind: VerdictKind): string {
  return painted(look, verdictColours[kind], symbols[kind]);
}
