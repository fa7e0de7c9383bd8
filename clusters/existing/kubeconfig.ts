import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { parse, stringify } from 'yaml';
import { BadInputError } from '../../harness/errors.ts';
import { openStateDirectory } from '../control-plane/state/state-directory.ts';

/**
 * The fields of a kubeconfig that we know: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 * The KubeConfig of @kubernetes/client-node drops `tokenFile`, `as-groups`, `as-uid`, `as-user-extra` and extensions,
 * and refuses files that define the same name.
 */
export interface ClusterEntry {
  readonly server?: string;
  readonly 'tls-server-name'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'proxy-url'?: string;
  readonly extensions?: readonly { readonly name?: string; readonly extension?: unknown }[];
}

export interface UserEntry {
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly as?: string;
  readonly 'as-uid'?: string;
  readonly 'as-groups'?: readonly string[];
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>;
  readonly exec?: ExecEntry;
  readonly 'auth-provider'?: { readonly name?: string };
}

/** How to start a credential plugin; exec-plugin.ts names its documentation. */
export interface ExecEntry {
  readonly apiVersion?: string;
  readonly command?: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
  readonly interactiveMode?: 'Never' | 'IfAvailable' | 'Always';
}

/** A context with its cluster and user; no path in it is relative, and certificates and keys are in it. */
export interface ChosenContext {
  readonly name: string;
  /** The file that has the context. */
  readonly file: string;
  readonly cluster: ClusterEntry & { readonly server: string };
  readonly user: UserEntry;
}

interface Kubeconfig {
  readonly contexts?: readonly Entry<'context', { readonly cluster?: string; readonly user?: string }>[] | null;
  readonly clusters?: readonly Entry<'cluster', ClusterEntry>[] | null;
  readonly users?: readonly Entry<'user', UserEntry>[] | null;
}

type Entry<Key extends string, Value> = { readonly name: string } & { readonly [K in Key]?: Value };

type ReadFile = { readonly file: string; readonly config: Kubeconfig };

/** The files that kubectl reads: the named one, else those of KUBECONFIG, else the one in the home directory. */
export function kubeconfigFiles(named: string | undefined, environment: NodeJS.ProcessEnv): readonly string[] {
  if (named !== undefined) return [named];
  const listed = (environment.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  return listed.length > 0 ? [...new Set(listed)] : [join(environment.HOME || homedir(), '.kube', 'config')];
}

/**
 * Reads one context of kubeconfig files. As for kubectl, the first file that has a name counts; the current context
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
  const server = cluster?.entry.cluster?.server;
  if (!cluster || !server)
    throw new BadInputError(`${file}: context "${name}" names cluster "${clusterName}", which has no server`);
  const user = entryOf(read, 'users', userName);
  if (!user) throw new BadInputError(`${file}: context "${name}" names user "${userName}", which has no entry`);
  if (!/^https?:\/\/[^/]/.test(server) || !URL.canParse(server))
    throw new BadInputError(`${cluster.file}: server: expected https://host:port; there was ${JSON.stringify(server)}`);
  return {
    name,
    file,
    cluster: { ...(await inlined(cluster.entry.cluster ?? {}, cluster.file)), server: server.replace(/\/+$/, '') },
    user: await inlined(user.entry.user ?? {}, user.file),
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
  type Item = NonNullable<Kubeconfig[K]>[number];
  for (const { file, config } of read) {
    const entry = (config[list] as readonly Item[] | null | undefined)?.find((one) => one.name === name);
    if (entry) return { file, entry };
  }
  return undefined;
}

function nearestOf(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'there is no context at all';
  const nearest = names.toSorted((one, other) => distance(name, one) - distance(name, other));
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `there are ${nearest.slice(0, 5).join(', ')}${more}`;
}

/**
 * The entry with the contents of its files, so that they cannot change during a run. A token's file stays a file, as
 * its content is renewed; its path, and that of a credential plugin, becomes absolute.
 */
async function inlined<T extends ClusterEntry & UserEntry>(entry: T, kubeconfig: string): Promise<T> {
  const directory = dirname(kubeconfig);
  let result: T = entry;
  for (const name of ['certificate-authority', 'client-certificate', 'client-key'] as const) {
    const { [name]: path, ...rest } = result;
    if (path === undefined) continue;
    const file = resolve(directory, path);
    const reading = entry[`${name}-data`] || readFile(file, 'base64');
    const content = await Promise.resolve(reading).catch((cause: Error) => {
      throw new BadInputError(`${name}: could not read ${file}: ${cause.message}`, { cause });
    });
    result = { ...rest, [`${name}-data`]: content } as unknown as T;
  }
  const { tokenFile, exec } = result;
  if (tokenFile) result = { ...result, tokenFile: resolve(directory, tokenFile) };
  // A command without a slash is looked up on PATH, as client-go does: tools/clientcmd/loader.go (ResolveLocalPaths).
  if (exec?.command?.includes('/'))
    result = { ...result, exec: { ...exec, command: resolve(directory, exec.command) } };
  return result;
}

/**
 * Writes a kubeconfig with this context alone, so that changes of the user's files do not affect the run. Disposing
 * it, or the end of this process, removes it with its directory.
 */
export async function pinnedCopy({ name, cluster, user }: ChosenContext) {
  await using undo = new AsyncDisposableStack();
  const directory = undo.use(await openStateDirectory());
  const path = join(directory.path, 'kubeconfig');
  const text = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user }],
  });
  await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  const owned = undo.move();
  return { path, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
