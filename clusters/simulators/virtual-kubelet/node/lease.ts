import { type ApiClient, isNotFound } from '../../../../harness/api/client.ts';
import { type KubernetesObject, resources } from '../../../../harness/api/resources.ts';
import type { Clock } from '../../../../harness/clock.ts';
import type { Node } from '../kubernetes.ts';

interface LeaseOptions {
  readonly api: ApiClient;
  /** The node as it was last answered: its uid is what the lease is owned by, even after the node is gone. */
  readonly node: () => Node;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

interface Lease extends KubernetesObject {
  readonly spec: { readonly holderIdentity: string; readonly leaseDurationSeconds: number; readonly renewTime: string };
}

const namespace = 'kube-node-lease';
const duration = 40;
/** A quarter of the duration, in milliseconds. */
const interval = 10_000;

/** Creates the node's lease, updates it at once, and then every ten seconds. Rejects when stopped. */
export async function keepLease({ api, node, clock, signal, log }: LeaseOptions): Promise<never> {
  function lease(): Lease {
    const { name = '', uid = '' } = node().metadata ?? {};
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
      spec: { holderIdentity: name, leaseDurationSeconds: duration, renewTime: microseconds(clock.now()) },
    };
  }

  async function renew(): Promise<'created' | 'updated'> {
    const wanted = lease();
    const reference = { namespace, name: wanted.metadata?.name ?? '' };
    try {
      const present = await api.get<Lease>(resources.Lease, reference);
      await api.replace(resources.Lease, reference, {
        ...wanted,
        metadata: { ...present.metadata, ...wanted.metadata },
      });
      return 'updated';
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await api.create(resources.Lease, wanted);
      return 'created';
    }
  }

  for (;;) {
    try {
      if ((await renew()) === 'created') await renew();
    } catch (error) {
      if (!signal.aborted) log(`lease: ${(error as Error).message}`);
    }
    await clock.sleep(interval, signal);
  }
}

/** Kubernetes' MicroTime. */
function microseconds(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}
