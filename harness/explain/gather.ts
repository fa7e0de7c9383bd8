import { type ApiClient, ApiError } from '../api/client.ts';
import { type KubernetesObject, type ObjectList, pathOf, resources } from '../api/resources.ts';
import { type ClusterObjects, type ExplainedKind, explainedKinds } from './lookup.ts';

/** A large cluster's objects come in pieces, which cost the server less. */
const pageSize = 500;

/**
 * Reads what explanations are concluded from, each kind on its own. What may not be read is named, and left out;
 * rejects when the server does not answer, or rejects the credentials.
 */
export async function gather(
  api: ApiClient,
  /** Namespaces to read one by one where all together may not be read. */
  { namespaces, signal }: { readonly namespaces: readonly string[]; readonly signal?: AbortSignal },
): Promise<ClusterObjects> {
  const gathered = await Promise.all(
    explainedKinds.map(async (kind) => ({ kind, ...(await readKind(readerOf(api, kind, signal), kind, namespaces)) })),
  );
  return {
    now: new Date(),
    objects: Object.fromEntries(
      gathered.map(({ kind, items }) => [kind, items]),
    ) as unknown as ClusterObjects['objects'],
    unknown: Object.fromEntries(gathered.flatMap(({ kind, unknown }) => (unknown ? [[kind, unknown]] : []))),
  };
}

interface Gathered {
  readonly items: readonly KubernetesObject[];
  readonly unknown?: string;
}

type Reader = (namespace?: string) => Promise<Gathered>;

function readerOf(api: ApiClient, kind: ExplainedKind, signal: AbortSignal | undefined): Reader {
  return async (namespace) => {
    try {
      return { items: await readAll(api, pathOf(resources[kind], namespace ? { namespace } : {}), signal) };
    } catch (error) {
      if (!(error instanceof ApiError) || ![403, 404].includes(error.code)) throw error;
      const { plural } = resources[kind];
      return { items: [], unknown: error.code === 404 ? `the server has no ${plural}` : `${plural} may not be read` };
    }
  };
}

async function readKind(read: Reader, kind: ExplainedKind, namespaces: readonly string[]): Promise<Gathered> {
  const everywhere = await read();
  if (!everywhere.unknown || !resources[kind].namespaced || namespaces.length === 0) return everywhere;
  const each = await Promise.all(namespaces.map(read));
  // Pods of other namespaces take room on nodes.
  const others = kind === 'Pod' && `${resources[kind].plural} of other namespaces may not be read`;
  const unknown = each.find((one) => one.unknown)?.unknown ?? others;
  return { items: each.flatMap(({ items }) => items), ...(unknown && { unknown }) };
}

async function readAll(
  api: ApiClient,
  path: string,
  signal: AbortSignal | undefined,
): Promise<readonly KubernetesObject[]> {
  const items: KubernetesObject[] = [];
  let next: string | undefined;
  do {
    const list: ObjectList<KubernetesObject> = await api.request('GET', path, {
      query: { limit: pageSize, continue: next },
      signal,
    });
    for (const item of list.items) items.push(item);
    next = list.metadata.continue || undefined;
  } while (next !== undefined);
  return items;
}
