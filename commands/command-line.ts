import { type ClusterOptions, clusterWords } from './cluster-options.ts';

/** The command as one would type it into a POSIX shell. */
export function commandLine(words: readonly string[]): string {
  return ['./plimsoll', ...words].map(quoted).join(' ');
}

/** The command that plays one scenario alone, on the same cluster. */
export function reproduction(
  id: string,
  { timeoutFactor, ...cluster }: Partial<ClusterOptions> & { readonly timeoutFactor?: number },
): string {
  return commandLine([
    ...['run', '--scenario', id],
    ...clusterWords(cluster),
    ...(timeoutFactor && timeoutFactor !== 1 ? ['--timeout-factor', String(timeoutFactor)] : []),
  ]);
}

/** The line that sets a variable in whichever POSIX shell evaluates it. */
export function exported(name: string, value: string): string {
  return `export ${name}=${quoted(value)}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
