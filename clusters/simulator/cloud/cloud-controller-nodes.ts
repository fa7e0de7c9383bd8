import { type ApiClient, isConflict, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Change } from '../../../harness/api/watch.ts';
import type { Clock } from '../../../harness/clock.ts';
import type { Node } from '../../../harness/kubernetes.ts';
import type { EventRecorder } from '../events.ts';
import {
  addressesOf,
  hasMoved,
  hasTaint,
  initializedNode,
  labelsToRestore,
  machineOfNode,
  uninitializedTaint,
} from './cloud-node.ts';
import type { CloudMachine, CloudMachines } from './machines.ts';

interface NodeControllerOptions {
  readonly api: Pick<ApiClient, 'get' | 'replace' | 'patch'>;
  readonly clock: Clock;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly machines: CloudMachines;
  readonly signal: AbortSignal;
  readonly problem: (message: string) => void;
}

/** The limits of client-go's DefaultTypedControllerRateLimiter, in milliseconds. */
const firstRetry = 5;
const longestRetry = 1_000_000;

/** UpdateNodeSpecBackoff, in milliseconds. */
const conflicts = { tries: 20, pause: 50 };

/** Writes what the cloud knows of machines into their Nodes: k8s.io/cloud-provider/controllers/node. */
export function nodeController({ api, clock, events, machines, signal, problem }: NodeControllerOptions) {
  const newest = new Map<string, Node>();
  const working = new Map<string, Promise<void>>();
  const changed = new Set<string>();

  function see({ type, object }: Change<Node>): void {
    const name = object.metadata?.name ?? '';
    if (type === 'DELETED') newest.delete(name);
    else newest.set(name, object);
    changed.add(name);
    const start = () => Promise.resolve().then(() => work(name));
    if (!working.has(name)) working.set(name, start());
  }

  async function work(name: string): Promise<void> {
    for (let failures = 0; changed.delete(name) && !signal.aborted; ) {
      try {
        await sync(name);
        failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        problem(`node ${name}: ${(error as Error).message}`);
        changed.add(name);
        const pause = Math.min(firstRetry * 2 ** failures++, longestRetry);
        await clock.sleep(pause, signal).catch(() => undefined);
      }
    }
    working.delete(name);
  }

  async function sync(name: string): Promise<void> {
    const node = newest.get(name);
    if (!node) return;
    try {
      if (hasTaint(node, uninitializedTaint)) await initialize(name, node);
      else {
        await restoreLabels(name, node);
        const machine = machineOfNode(machines, node);
        if (machine && hasMoved(node, machine)) await updateAddresses(node, machine);
      }
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async function initialize(name: string, node: Node): Promise<void> {
    const machine = machineOfNode(machines, node);
    if (!machine) throw new Error(`failed to get instance metadata for node ${name}: instance not found`);
    addressesOf(node, machine);
    const updated = await initialized(name, node, machine);
    await updateAddresses(updated, machine);
    events.record(node, { type: 'Normal', reason: 'Synced', message: 'Node synced successfully' });
  }

  /** Retries, because another client may have changed the Node meanwhile. */
  async function initialized(name: string, seen: Node, machine: CloudMachine): Promise<Node> {
    for (let [node, tries] = [seen, 1]; ; tries++) {
      try {
        return await api.replace<Node>(resources.Node, { name }, initializedNode(node, machine));
      } catch (error) {
        if (!isConflict(error) || tries === conflicts.tries) throw error;
        await clock.sleep(conflicts.pause, signal);
        node = await api.get<Node>(resources.Node, { name });
      }
    }
  }

  async function restoreLabels(name: string, node: Node): Promise<void> {
    const labels = labelsToRestore(node);
    if (Object.keys(labels).length === 0) return;
    await api.patch(resources.Node, { name }, { type: 'strategic-merge', body: { metadata: { labels } } });
  }

  async function updateAddresses(node: Node, machine: CloudMachine): Promise<void> {
    const addresses = addressesOf(node, machine);
    if (inOrder(addresses) === inOrder(node.status?.addresses ?? [])) return;
    const name = node.metadata?.name ?? '';
    // A strategic merge would keep the addresses that are not in the list.
    const status = { name, subresource: 'status' };
    await api.patch(resources.Node, status, { type: 'merge', body: { status: { addresses } } });
  }

  return {
    see,
    async refreshAddresses(): Promise<void> {
      for (const node of [...newest.values()]) {
        const machine = machineOfNode(machines, node);
        if (!machine || hasTaint(node, uninitializedTaint)) continue;
        await updateAddresses(node, machine).catch((error: Error) =>
          problem(`node ${node.metadata?.name}: ${error.message}`),
        );
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(working.values());
    },
  };
}

function inOrder(addresses: readonly { readonly type: string; readonly address: string }[]): string {
  return addresses
    .map(({ type, address }) => `${type} ${address}`)
    .toSorted()
    .join();
}
