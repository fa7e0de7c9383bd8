/**
 * A wait of the control plane's own, divided by the cluster's pace, as a Go duration: at pace 10, 50 s are `5s`.
 * Undefined at pace 1, where each version keeps the default that it ships with.
 */
export function paced(seconds: number, pace: number): string | undefined {
  return pace === 1 ? undefined : `${Math.max(1, Math.round((seconds * 1000) / pace))}ms`;
}

/** The same for flags that take whole seconds, one at least. */
export function pacedSeconds(seconds: number, pace: number): number | undefined {
  return pace === 1 ? undefined : Math.max(1, Math.round(seconds / pace));
}

export type Flags = Readonly<Record<string, string | number | boolean | undefined>>;

/** `--name=value`, without those that are undefined. */
export function asArguments(flags: Flags): readonly string[] {
  return Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
}
