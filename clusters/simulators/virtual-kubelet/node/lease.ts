import { type ApiClient, isConflict, isNotFound } from '../../../../harness/api/client.ts';
import { resources } from '../../../../harness/api/resources.ts';
import type { Clock } from '../../../../harness/clock.ts';
import type { Lease, Node } from '../../../../harness/kubernetes.ts';

interface LeaseOptions {
  readonly api: ApiClient;
  /** The node as it was last answered: its uid is what the lease is owned by, even after the node is gone. */
  readonly node: () => Node;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

const namespace = 'kube-node-lease';
const leaseDurationSeconds = 40;
/** A quarter of the duration, in milliseconds. */
const interval = 10_000;
const maxUpdates = 5;

/**
 * Syncs the node's lease twice, and then every ten seconds. Its first two requests for a new lease are a create and an
 * update; for a lease of an earlier process they are two updates. Rejects when stopped.
 */
export async function keepLease({ api, node, clock, signal, log }: LeaseOptions): Promise<never> {
  let latest: Lease | undefined;

  function renewed(base?: Lease): Lease {
    const { name = '', uid = '' } = node().metadata ?? {};
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace, ownerReferences, ...base?.metadata },
      spec: { holderIdentity: name, leaseDurationSeconds, ...base?.spec, renewTime: microseconds(clock.now()) },
    };
  }

  /** Updates the lease as it was last answered, without reading it; false when somebody else has changed it, or after five tries. */
  async function updated(base: Lease): Promise<boolean> {
    for (let attempt = 1; attempt <= maxUpdates; attempt++) {
      try {
        latest = await api.replace<Lease>(resources.Lease, referenceTo(base), renewed(base));
        return true;
      } catch (error) {
        signal.throwIfAborted();
        log(`lease: ${(error as Error).message}`);
        if (isConflict(error)) return false;
      }
    }
    return false;
  }

  async function sync(): Promise<void> {
    if (latest && (await updated(latest))) return;
    const wanted = renewed();
    try {
      latest = await api.get<Lease>(resources.Lease, referenceTo(wanted));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      latest = await api.create<Lease>(resources.Lease, wanted);
      return;
    }
    await updated(latest);
  }

  const syncOrLog = () =>
    sync().catch((error: Error) => {
      if (!signal.aborted) log(`lease: ${error.message}`);
    });
  for (await syncOrLog(); ; await clock.sleep(interval, signal)) await syncOrLog();
}

const referenceTo = ({ metadata }: Lease) => ({ namespace, name: metadata?.name ?? '' });

/** Kubernetes' MicroTime. */
function microseconds(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}
