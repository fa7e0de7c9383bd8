import { html as markup } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { printable } from '../words/printable.ts';

/** Text that is markup already. */
export type Markup = HtmlEscapedString;
export type Content = string | number | false | undefined | Markup | readonly Content[];

/** A template in which every text is escaped and made printable, so that no message is markup; its attributes are always quoted. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const made = markup(strings, ...contents.map(asPrintable));
  if (made instanceof Promise)
    throw new Error('a template holds a promise: expected texts, numbers and templates only');
  return made;
}

function asPrintable(content: Content): Content {
  if (Array.isArray(content)) return content.map(asPrintable);
  return typeof content === 'string' ? printable(content) : content;
}
