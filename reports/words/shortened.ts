import { printable } from './printable.ts';

/** At most `limit` characters on one line; an ellipsis stands for what was cut off. */
export function oneLine(text: string, limit: number): string {
  const line = printable(text.slice(0, limit * 20))
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= limit ? line : `${head(line, limit - 1).trimEnd()}…`;
}

/** At most about `limit` characters, its lines kept; says how many were cut off, and where they are. */
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
