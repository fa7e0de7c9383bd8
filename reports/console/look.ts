import { styleText } from 'node:util';
import type { VerdictKind } from '../../harness/verdict.ts';

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

export const symbols: Readonly<Record<VerdictKind, { readonly symbol: string; readonly colour: Colour }>> = {
  passed: { symbol: '✓', colour: 'green' },
  drifted: { symbol: '≈', colour: 'yellow' },
  failed: { symbol: '✗', colour: 'red' },
  errored: { symbol: '!', colour: 'magenta' },
  skipped: { symbol: '○', colour: 'dim' },
};

/** A verdict's symbol in its colour. */
export function symbolOf(look: Look, kind: VerdictKind): string {
  const { symbol, colour } = symbols[kind];
  return painted(look, colour, symbol);
}
