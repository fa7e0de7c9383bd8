/** A duration as people read it: `0.4 s`, `12.3 s`, `245 s`. */
export function secondsInWords(seconds: number): string {
  return `${seconds.toFixed(seconds < 99.95 ? 1 : 0)} s`;
}
