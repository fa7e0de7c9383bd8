import { oneLine } from '../words/shortened.ts';

/** Text that cannot end a table's cell, and in which nothing is markup, of at most `limit` characters. */
export function plain(text: string, limit = 300): string {
  return oneLine(text, limit).replace(/[\\`*_{}[\]<>|#~&@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A row of a table; its cells are Markdown. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table with its heading. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [row(heading), row(heading.map(() => '---')), ...rows.map(row)];
}
