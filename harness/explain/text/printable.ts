/** Messages are anybody's: what would steer a terminal, or break a line, is shown as a blank. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
