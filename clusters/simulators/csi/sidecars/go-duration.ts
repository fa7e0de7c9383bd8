const inSeconds: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/** Seconds of a duration as Go writes it, `1m30s`: time.ParseDuration. Throws when it is none. */
export function secondsOf(duration: string): number {
  if (duration === '0') return 0;
  const parts = [...duration.matchAll(/([\d.]+)(h|ms|m|us|µs|ns|s)/g)];
  if (duration === '' || parts.map(([part]) => part).join('') !== duration) {
    throw new Error(`a duration such as 1m30s was expected, it is ${JSON.stringify(duration)}`);
  }
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (inSeconds[unit ?? ''] ?? Number.NaN), 0);
}
