import { BadInputError } from '../harness/bad-input.ts';

export const clusterNames = ['embedded', 'kind', 'container', 'k3s', 'existing'] as const;
export type ClusterName = (typeof clusterNames)[number];

/** What the command line says about the cluster; which option fits which kind of cluster is `fitting`. */
export interface ClusterOptions {
  readonly cluster: ClusterName;
  readonly kubernetes?: string;
  readonly topology?: string;
  readonly profile?: readonly string[];
  readonly image?: string;
  readonly nodes?: number;
  /** Path of a file that says which image to use for which. */
  readonly images?: string;
  readonly context?: string;
  readonly iOwnThisCluster?: string;
  readonly kubeconfig?: string;
  /** Path of a file that says what cannot be detected. */
  readonly mapping?: string;
}

export type ClusterOption = Exclude<keyof ClusterOptions, 'cluster'>;

/** Of each option, its flag and the kinds of clusters that it says something about. */
const fitting: Readonly<Record<ClusterOption, { readonly flag: string; readonly fits: readonly ClusterName[] }>> = {
  kubernetes: { flag: '--kubernetes', fits: ['embedded', 'kind', 'container', 'k3s'] },
  topology: { flag: '--topology', fits: ['embedded', 'kind', 'container'] },
  profile: { flag: '--profile', fits: ['embedded', 'kind', 'container'] },
  image: { flag: '--image', fits: ['kind', 'container', 'k3s'] },
  nodes: { flag: '--nodes', fits: ['kind'] },
  images: { flag: '--images', fits: ['kind', 'k3s', 'existing'] },
  context: { flag: '--context', fits: ['existing'] },
  iOwnThisCluster: { flag: '--i-own-this-cluster', fits: ['existing'] },
  kubeconfig: { flag: '--kubeconfig', fits: ['existing'] },
  mapping: { flag: '--mapping', fits: ['existing'] },
};
const all = Object.keys(fitting) as readonly ClusterOption[];

/** Throws a BadInputError unless each option says something about at least one of the kinds, and what a kind needs is there. */
export function checkFitting(options: Omit<ClusterOptions, 'cluster'>, kinds: readonly ClusterName[]): void {
  for (const option of all) {
    const { flag, fits } = fitting[option];
    if (options[option] === undefined || fits.some((kind) => kinds.includes(kind))) continue;
    throw new BadInputError(`${flag} is for ${inWords(fits)}; there was --cluster ${kinds.join(', ')}`);
  }
  if (kinds.includes('existing') && options.context === undefined)
    throw new BadInputError(
      '--cluster existing: expected --context with the name of a kubeconfig context; none is taken unasked',
    );
}

/** Those of the options that fit this kind, the others left out. */
export function optionsFor(options: Omit<ClusterOptions, 'cluster'>, cluster: ClusterName): ClusterOptions {
  const kept = all.filter((option) => options[option] !== undefined && fitting[option].fits.includes(cluster));
  return { ...Object.fromEntries(kept.map((option) => [option, options[option]])), cluster };
}

/** The words that choose this cluster on the command line; the default needs none. */
export function clusterArguments({ cluster, ...options }: Partial<ClusterOptions>): readonly string[] {
  return [
    ...(cluster && cluster !== 'embedded' ? ['--cluster', cluster] : []),
    ...all.flatMap((option) =>
      [options[option] ?? []].flat().flatMap((value) => [fitting[option].flag, String(value)]),
    ),
  ];
}

function inWords(fits: readonly ClusterName[]): string {
  return `--cluster ${fits.length > 1 ? `${fits.slice(0, -1).join(', ')} or ${fits.at(-1)}` : fits[0]}`;
}

/** The command as one would type it into a POSIX shell. */
export function shellCommand(words: readonly string[]): string {
  return ['./plimsoll', ...words].map(quoted).join(' ');
}

/** The command that plays one scenario alone, on the same cluster. */
export function reproduceCommand(
  id: string,
  { timeoutFactor, ...cluster }: Partial<ClusterOptions> & { readonly timeoutFactor?: number },
): string {
  return shellCommand([
    ...['run', '--scenario', id],
    ...clusterArguments(cluster),
    ...(timeoutFactor && timeoutFactor !== 1 ? ['--timeout-factor', String(timeoutFactor)] : []),
  ]);
}

/** The line that sets a variable in whichever POSIX shell evaluates it. */
export function exportLine(name: string, value: string): string {
  return `export ${name}=${quoted(value)}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Throws a BadInputError unless `--name` can name a cluster, and the files that tell of it. */
export function checkName(name: string): void {
  if (/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) return;
  throw new BadInputError(`--name ${name}: expected at most 40 of a-z, 0-9 and -, with a letter or digit at both ends`);
}
