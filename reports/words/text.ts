import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/** A value as JSON for files. */
export function inJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** `1 scenario`, `2 scenarios` */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** At most `limit` characters on one line; an ellipsis stands for what was cut off. */
export function oneLine(text: string, limit: number): string {
  const line = printable(text.slice(0, limit * 20))
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= limit ? line : `${head(line, limit - 1).trimEnd()}…`;
}

/** At most about `limit` characters with line breaks kept; a note counts what was cut off. */
export function shortened(text: string, limit: number): string {
  const whole = printable(text);
  if (whole.length <= limit) return whole;
  const kept = head(whole, limit);
  return `${kept}… (${whole.length - kept.length} more characters in report.json)`;
}

function head(text: string, limit: number): string {
  const kept = text.slice(0, limit);
  return kept.isWellFormed() ? kept : kept.slice(0, -1);
}

/**
 * Text that every terminal, log and XML 1.0 parser takes: without ANSI sequences and control characters but tab and
 * line feed; half a surrogate pair becomes U+FFFD. Legal in XML: https://www.w3.org/TR/xml/#charsets
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/\r\n?/g, '\n').toWellFormed().replace(unprintable, '');
}

const unprintable = /(?![\t\n])\p{Cc}|[\uFFFE\uFFFF]/gu;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text on one line of at most `width` columns, cut with an ellipsis. Full-width characters take two. */
export function fitted(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const [line = ''] = broken(text, Math.max(width - 1, 0));
  return width > 0 ? `${line.trimEnd()}…` : '';
}

/** Text with spaces after it up to `width` columns; longer text stays as it is. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** The lines of a text, broken between words to at most `width` columns, and within a wider word. */
export function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrappedLine(line.trimEnd(), width));
}

/** Renders with the first variant whose text has at most `largest` bytes; with the last one if none has. */
export function firstThatFits<T>(variants: readonly T[], largest: number, render: (variant: T) => string): string {
  let text = '';
  for (const variant of variants) {
    text = render(variant);
    if (Buffer.byteLength(text) <= largest) break;
  }
  return text;
}

/** At most `lines` lines of at most `width` columns; an ellipsis stands for what was cut off. */
export function wrappedWithin(text: string, width: number, lines: number): readonly string[] {
  const all = text === '' ? [] : wrapped(oneLine(text, width * lines), width);
  if (all.length <= lines) return all;
  return [...all.slice(0, lines - 1), `${(all[lines - 1] ?? '').slice(0, width - 1)}…`];
}

function wrappedLine(line: string, width: number): string[] {
  const indent = (/^\s*/.exec(line)?.[0] ?? '').replaceAll('\t', '  ');
  const lines: string[] = [];
  let [current, used] = ['', 0];
  for (const word of line.trim().split(/\s+/)) {
    const wide = stringWidth(word);
    if (current !== '' && used + 1 + wide <= width) {
      current += ` ${word}`;
      used += 1 + wide;
      continue;
    }
    if (current !== '') lines.push(current);
    const parts = indent.length + wide <= width ? [word] : broken(word, Math.max(width - indent.length, 2));
    lines.push(...parts.slice(0, -1).map((part) => indent + part));
    current = indent + (parts.at(-1) ?? '');
    used = stringWidth(current);
  }
  return [...lines, current];
}

function broken(text: string, width: number): string[] {
  const lines = [''];
  let used = 0;
  for (const { segment } of characters.segment(text)) {
    const more = stringWidth(segment);
    if (used + more > width) {
      lines.push('');
      used = 0;
    }
    lines[lines.length - 1] += segment;
    used += more;
  }
  return lines;
}
