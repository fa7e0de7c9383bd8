import { stripVTControlCharacters } from 'node:util';

/**
 * Text that every terminal, log and XML 1.0 parser takes: without ANSI sequences and control characters but tab and line feed;
 * half a surrogate pair becomes U+FFFD. Legal in XML: https://www.w3.org/TR/xml/#charsets
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/\r\n?/g, '\n').toWellFormed().replace(unprintable, '');
}

const unprintable = /(?![\t\n])\p{Cc}|[\uFFFE\uFFFF]/gu;
