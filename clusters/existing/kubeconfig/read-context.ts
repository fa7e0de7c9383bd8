import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { parse } from 'yaml';
import { BadInputError } from '../../../harness/errors.ts';
import { inlined } from './inlined.ts';
import type { ChosenContext, ClusterEntry, UserEntry } from './kubeconfig.ts';

interface Named {
  readonly name: string;
}

interface ContextEntry extends Named {
  readonly context?: { readonly cluster?: string; readonly user?: string };
}

interface Kubeconfig {
  readonly contexts?: readonly ContextEntry[] | null;
  readonly clusters?: readonly (Named & { readonly cluster?: ClusterEntry })[] | null;
  readonly users?: readonly (Named & { readonly user?: UserEntry })[] | null;
}

interface ReadFile {
  readonly file: string;
  readonly config: Kubeconfig;
}

const mostNamed = 5;

/**
 * Reads one context out of kubeconfig files, of which the first that has a name is right, as for kubectl. What is the current context
 * does not matter. Rejects with a BadInputError that names the files.
 */
export async function readContext(files: readonly string[], name: string): Promise<ChosenContext> {
  const read = (await Promise.all(files.map(readKubeconfig))).flatMap((found) => found ?? []);
  const where = files.join(', ');
  if (read.length === 0) throw new BadInputError(`expected a kubeconfig; there was no file ${where}`);

  const context = entryOf(read, 'contexts', name);
  if (!context) {
    const names = read.flatMap(({ config }) => (config.contexts ?? []).map((one) => one.name));
    throw new BadInputError(`${where}: no context is named "${name}"; ${nearestOf(name, [...new Set(names)])}`);
  }
  const { file, entry } = context;
  const { cluster: clusterName = '', user: userName = '' } = entry.context ?? {};
  const cluster = entryOf(read, 'clusters', clusterName);
  if (!cluster?.entry.cluster?.server)
    throw new BadInputError(`${file}: context "${name}" is of cluster "${clusterName}", of which there is no server`);
  const user = entryOf(read, 'users', userName);
  if (!user) throw new BadInputError(`${file}: context "${name}" is of user "${userName}", of whom nothing is written`);
  const { server } = cluster.entry.cluster;
  if (!/^https?:\/\/[^/]/.test(server) || !URL.canParse(server))
    throw new BadInputError(`${cluster.file}: server: expected https://host:port; there was ${JSON.stringify(server)}`);
  return {
    name,
    file,
    cluster: { ...(await inlined(cluster.entry.cluster, dirname(cluster.file))), server: server.replace(/\/+$/, '') },
    user: await inlined(user.entry.user ?? {}, dirname(user.file)),
  };
}

/** Undefined when there is no such file: of several, some may be missing. */
async function readKubeconfig(path: string): Promise<ReadFile | undefined> {
  const file = resolve(path);
  try {
    const config: unknown = parse(await readFile(file, 'utf8'));
    if (config && typeof config === 'object') return { file, config };
    throw new Error('it is empty, or no map');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new BadInputError(`${file}: expected a kubeconfig: ${(cause as Error).message}`, { cause });
  }
}

function entryOf<K extends keyof Kubeconfig>(read: readonly ReadFile[], list: K, name: string) {
  type Entry = NonNullable<Kubeconfig[K]>[number];
  for (const { file, config } of read) {
    const entry = (config[list] as readonly Entry[] | null | undefined)?.find((one) => one.name === name);
    if (entry) return { file, entry };
  }
  return undefined;
}

function nearestOf(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'there is no context at all';
  const nearest = names.toSorted((one, other) => distance(name, one) - distance(name, other));
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `there are ${nearest.slice(0, mostNamed).join(', ')}${more}`;
}
