import { BadInputError } from '../harness/errors.ts';

export const clusterNames = ['embedded', 'kind', 'container', 'k3s', 'existing'] as const;
export type ClusterName = (typeof clusterNames)[number];

/** The options of the command line about the cluster; `fitting` lists the kinds that each fits. */
export interface ClusterOptions {
  readonly cluster: ClusterName;
  readonly kubernetes?: string;
  readonly topology?: string;
  readonly profile?: readonly string[];
  readonly image?: string;
  readonly nodes?: number;
  /** Path of a file that maps images of the manifests to replacements. */
  readonly images?: string;
  readonly context?: string;
  readonly iOwnThisCluster?: string;
  readonly kubeconfig?: string;
  /** Path of a file with facts that cannot be detected. */
  readonly mapping?: string;
}

export type ClusterOption = Exclude<keyof ClusterOptions, 'cluster'>;

/** Of each option, its flag and the kinds of clusters that it fits. */
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

/** Throws a BadInputError unless each option fits at least one of the kinds, and every required option is given. */
export function checkFitting(options: Omit<ClusterOptions, 'cluster'>, kinds: readonly ClusterName[]): void {
  for (const option of all) {
    const { flag, fits } = fitting[option];
    if (options[option] === undefined || fits.some((kind) => kinds.includes(kind))) continue;
    throw new BadInputError(`${flag} is for ${inWords(fits)}; found --cluster ${kinds.join(', ')}`);
  }
  if (kinds.includes('existing') && options.context === undefined)
    throw new BadInputError(
      '--cluster existing: expected --context with the name of a kubeconfig context; there is no default',
    );
}

/** The options that fit this kind. */
export function optionsFor(options: Omit<ClusterOptions, 'cluster'>, cluster: ClusterName): ClusterOptions {
  const kept = all.filter((option) => options[option] !== undefined && fitting[option].fits.includes(cluster));
  return { ...Object.fromEntries(kept.map((option) => [option, options[option]])), cluster };
}

/** The arguments that select this cluster on the command line; the default needs none. */
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

/** The command for a POSIX shell. */
export function shellCommand(words: readonly string[]): string {
  return ['./plimsoll', ...words].map(quoted).join(' ');
}

/** The command that runs one scenario alone, on the same kind of cluster. */
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

/** The line that sets a variable in a POSIX shell. */
export function exportLine(name: string, value: string): string {
  return `export ${name}=${quoted(value)}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Throws a BadInputError unless `--name` can name a cluster and its files. */
export function checkName(name: string): void {
  if (/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) return;
  throw new BadInputError(`--name ${name}: expected at most 40 of a-z, 0-9 and -, with a letter or digit at both ends`);
}
