import { BadInputError } from '../harness/errors.ts';

export const clusterNames = ['embedded', 'kind', 'container', 'k3s', 'existing'] as const;
export type ClusterName = (typeof clusterNames)[number];

/** The options of the command line about the cluster. */
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

type ClusterOption = Exclude<keyof ClusterOptions, 'cluster'>;

/** The kinds of clusters that each option fits. */
const fitting: Readonly<Record<ClusterOption, readonly ClusterName[]>> = {
  kubernetes: ['embedded', 'kind', 'container', 'k3s'],
  topology: ['embedded', 'kind', 'container'],
  profile: ['embedded', 'kind', 'container'],
  image: ['kind', 'container', 'k3s'],
  nodes: ['kind'],
  images: ['kind', 'k3s', 'existing'],
  context: ['existing'],
  iOwnThisCluster: ['existing'],
  kubeconfig: ['existing'],
  mapping: ['existing'],
};
const all = Object.keys(fitting) as readonly ClusterOption[];
const flagOf = (option: ClusterOption) => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const oneOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** Throws a BadInputError unless each option fits at least one of the kinds, and every required option is given. */
export function checkFitting(options: Omit<ClusterOptions, 'cluster'>, kinds: readonly ClusterName[]): void {
  for (const option of all) {
    if (options[option] === undefined || fitting[option].some((kind) => kinds.includes(kind))) continue;
    const fits = oneOf.format(fitting[option]);
    throw new BadInputError(`${flagOf(option)} is for --cluster ${fits}; found --cluster ${kinds.join(', ')}`);
  }
  if (kinds.includes('existing') && options.context === undefined)
    throw new BadInputError(
      '--cluster existing: expected --context with the name of a kubeconfig context; there is no default',
    );
}

/** The options that fit this kind. */
export function optionsFor(options: Omit<ClusterOptions, 'cluster'>, cluster: ClusterName): ClusterOptions {
  const kept = all.filter((option) => options[option] !== undefined && fitting[option].includes(cluster));
  return { ...Object.fromEntries(kept.map((option) => [option, options[option]])), cluster };
}

/** The command for a POSIX shell. */
export function shellCommand(words: readonly string[]): string {
  return ['./plimsoll', ...words].map(quoted).join(' ');
}

/** The command that runs one scenario alone, on the same kind of cluster. */
export function reproduceCommand(
  id: string,
  { timeoutFactor, cluster, ...options }: Partial<ClusterOptions> & { readonly timeoutFactor?: number },
): string {
  return shellCommand([
    ...['run', '--scenario', id],
    ...(cluster && cluster !== 'embedded' ? ['--cluster', cluster] : []),
    ...all.flatMap((option) => [options[option] ?? []].flat().flatMap((value) => [flagOf(option), String(value)])),
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
