import { isConflict, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Lease, Node } from '../../../harness/kubernetes.ts';
import { type NodeIdentity, nodeObject, statusPatch } from './node-object.ts';
import type { NodeProfile } from './profile.ts';
import type { ProcessContext } from './sync-pod.ts';

type ControllerOptions = Pick<ProcessContext, 'api' | 'clock' | 'signal' | 'log'>;

const statusInterval = 60_000;
/** Milliseconds from the creation of a node that was deleted to its status, as recorded. */
const pauseAfterRecreation = 1_000;

/** Registers the node, then sends its status every minute and renews its lease every ten seconds until aborted. */
export async function runNodeController(
  options: ControllerOptions & { readonly profile: NodeProfile; readonly identity: NodeIdentity },
): Promise<void> {
  const { api, profile, identity, clock, signal, log } = options;
  const { name } = identity;
  const status = { name, subresource: 'status' };
  let present: Node;

  async function patch(up: boolean): Promise<void> {
    for (;;) {
      const node = await api.get<Node>(resources.Node, { name });
      const body = statusPatch(nodeObject(profile, { ...identity, now: clock.now(), up }), node);
      try {
        present = await api.patch<Node>(resources.Node, status, { type: 'strategic-merge', body });
        return;
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
  }

  /** The node as the process made it at its start, its heartbeat included. */
  const create = () =>
    api.create<Node>(resources.Node, nodeObject(profile, { ...identity, now: identity.started, up: false }));

  async function sendStatus(): Promise<void> {
    try {
      await patch(true);
    } catch (error) {
      if (!profile.recreatesNode || !isNotFound(error)) throw error;
      // The lease keeps its owner until the patch: only its answer replaces the node that the process knows.
      await create();
      await clock.sleep(pauseAfterRecreation, signal);
      await patch(true);
    }
  }

  const logged = (prefix: string) => (error: Error) => {
    if (!signal.aborted) log(`${prefix}${error.message}`);
  };

  async function sendStatuses(): Promise<never> {
    for (;;) {
      await clock.sleep(statusInterval, signal);
      await sendStatus().catch(logged('node status: '));
    }
  }

  try {
    await patch(false);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    present = await create();
  }
  keepLease(() => present, options).catch(logged(''));
  if (profile.whenUp) await patch(true);
  sendStatuses().catch(logged(''));
}

const namespace = 'kube-node-lease';
const leaseDurationSeconds = 40;
/** A quarter of the duration, in milliseconds. */
const interval = 10_000;
const maxUpdates = 5;

/**
 * Syncs the node's lease twice, and then every ten seconds. Its first two requests for a new lease are a create and an
 * update; for a lease of an earlier process they are two updates. The node, as last answered, owns the lease even after
 * it is gone. Rejects when stopped.
 */
async function keepLease(node: () => Node, { api, clock, signal, log }: ControllerOptions): Promise<never> {
  let latest: Lease | undefined;

  function renewed(base?: Lease): Lease {
    const { name = '', uid = '' } = node().metadata ?? {};
    // Kubernetes' MicroTime.
    const renewTime = clock.now().toISOString().replace('Z', '000Z');
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace, ownerReferences, ...base?.metadata },
      spec: { holderIdentity: name, leaseDurationSeconds, ...base?.spec, renewTime },
    };
  }

  /** Updates the lease as last answered, without reading it; false after a conflict or five failures. */
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
