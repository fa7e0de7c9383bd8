import { type ApiClient, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { CloudMachines } from '../../simulator/cloud/machines.ts';
import type { EventRecorder } from '../../simulator/events.ts';
import { machineOfNode } from './machine-of-node.ts';
import { hasTaint, isReady, type Node, shutdownTaint, type Taint } from './node.ts';

export interface NodeLifecycleOptions {
  readonly api: Pick<ApiClient, 'patch' | 'delete'>;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly machines: CloudMachines;
  /** As they are now, each time that it is asked. */
  readonly nodes: () => Iterable<Node>;
  /** Told what could not be done and is tried again in the next round. */
  readonly problem: (message: string) => void;
}

/**
 * One round of k8s.io/cloud-provider/controllers/nodelifecycle: of the nodes that are not ready, those without a machine are
 * deleted, and those whose machine is stopped get a taint, which they lose when they are ready again.
 */
export async function monitorNodes({ api, events, machines, nodes, problem }: NodeLifecycleOptions): Promise<void> {
  await Promise.all([...nodes()].map((node) => monitor(node).catch((error: Error) => problem(error.message))));

  async function monitor(node: Node): Promise<void> {
    const others = (node.spec?.taints ?? []).filter(({ key }) => key !== shutdownTaint);
    if (isReady(node)) {
      if (hasTaint(node, shutdownTaint)) await setTaints(node, others);
      return;
    }
    const machine = machineOfNode(machines, node);
    if (!machine) return remove(node);
    if (machine.state === 'running' || hasTaint(node, shutdownTaint)) return;
    await setTaints(node, [...others, { key: shutdownTaint, effect: 'NoSchedule' }]);
  }

  async function remove(node: Node): Promise<void> {
    const name = node.metadata?.name ?? '';
    const message = `Deleting node ${name} because it does not exist in the cloud provider`;
    events.record(node, { type: 'Normal', reason: 'DeletingNode', message, withResourceVersion: false });
    try {
      await api.delete(resources.Node, { name });
    } catch (error) {
      if (isNotFound(error)) return;
      const failed = `Failed deleting node ${name}: ${(error as Error).message}`;
      events.record(node, {
        type: 'Warning',
        reason: 'DeletingNodeFailed',
        message: failed,
        withResourceVersion: false,
      });
    }
  }

  /** With the version that was seen, so that nobody else's taint is lost. */
  async function setTaints({ metadata }: Node, taints: readonly Taint[]): Promise<void> {
    const { name = '', resourceVersion } = metadata ?? {};
    const body = { metadata: { resourceVersion }, spec: { taints } };
    await api.patch(resources.Node, { name }, { type: 'merge', body });
  }
}
