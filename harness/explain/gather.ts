import { type ApiClient, ApiError } from '../api/client.ts';
import type { KubernetesObject, ObjectList } from '../api/resources.ts';
import { pathOf, resources } from '../api/resources.ts';
import { type ClusterObjects, type ExplainedKind, explainedKinds, type ObjectsByKind } from './lookup.ts';

interface Gathering {
  /** Looked at alone where all namespaces may not be read. */
  readonly namespaces: readonly string[];
  readonly signal?: AbortSignal;
  readonly now?: Date;
}

interface Gathered {
  readonly items: readonly KubernetesObject[];
  readonly unknown?: string;
}

/** A large cluster's objects come in pieces, which cost the server less. */
const atOnce = 500;

/**
 * Reads what explanations are concluded from, each kind on its own. What may not be read is named, and left out;
 * rejects when the server does not answer, or rejects the credentials.
 */
export async function gather(
  api: ApiClient,
  { namespaces, signal, now = new Date() }: Gathering,
): Promise<ClusterObjects> {
  const gathered = await Promise.all(
    explainedKinds.map(async (kind) => [kind, await readKind(api, kind, { namespaces, signal })] as const),
  );
  const objects = Object.fromEntries(gathered.map(([kind, { items }]) => [kind, items]));
  const unknown = gathered.flatMap(([kind, { unknown: why }]) => (why === undefined ? [] : [[kind, why] as const]));
  return {
    now,
    objects: objects as { [K in ExplainedKind]: ObjectsByKind[K][] },
    unknown: Object.fromEntries(unknown),
  };
}

type Reading = Pick<Gathering, 'namespaces'> & { readonly signal: AbortSignal | undefined };

async function readKind(api: ApiClient, kind: ExplainedKind, { namespaces, signal }: Reading): Promise<Gathered> {
  const read = async (namespace?: string): Promise<Gathered> => {
    try {
      return { items: await readAll(api, kind, { namespace, signal }) };
    } catch (error) {
      if (!(error instanceof ApiError) || ![403, 404].includes(error.code)) throw error;
      const { plural } = resources[kind];
      return { items: [], unknown: error.code === 404 ? `the server has no ${plural}` : `${plural} may not be read` };
    }
  };
  const everywhere = await read();
  if (everywhere.unknown === undefined || !resources[kind].namespaced || namespaces.length === 0) return everywhere;
  const each = await Promise.all(namespaces.map(read));
  const refused = each.find(({ unknown }) => unknown)?.unknown;
  const items = each.flatMap((one) => one.items);
  if (refused) return { items, unknown: refused };
  // Those of other namespaces take room on nodes.
  return kind === 'Pod'
    ? { items, unknown: `${resources[kind].plural} of other namespaces may not be read` }
    : { items };
}

async function readAll(
  api: ApiClient,
  kind: ExplainedKind,
  { namespace, signal }: { readonly namespace: string | undefined; readonly signal: AbortSignal | undefined },
): Promise<readonly KubernetesObject[]> {
  const items: KubernetesObject[] = [];
  const path = pathOf(resources[kind], namespace ? { namespace } : {});
  let next: string | undefined;
  do {
    const list: ObjectList<KubernetesObject> = await api.request('GET', path, {
      query: { limit: atOnce, continue: next },
      signal,
    });
    for (const item of list.items) items.push(item);
    next = list.metadata.continue || undefined;
  } while (next !== undefined);
  return items;
}
