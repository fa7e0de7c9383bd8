import { type KubernetesObject, resources } from '../../api/resources.ts';
import type { Machines } from '../../cluster.ts';
import type { Node } from '../../kubernetes.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { condition } from '../../vocabulary/in-words.ts';
import { hasNoVolumes } from '../../vocabulary/node-expectations.ts';
import { type Acting, ignoringAbsence, onlyExclusive, untilSeen } from './acting.ts';
import { evictAll } from './node-acts.ts';

const zoneLabel = 'topology.kubernetes.io/zone';

/** What a scenario does to the machines. In the end they are as before, and ready nodes are ready again. */
export function machineActs(acting: Acting): Machines {
  const { scenario, context, view, undo } = acting;

  /** Only an exclusive scenario may do what is named. */
  function machines(what?: string): Machines {
    if (what) onlyExclusive(scenario, what);
    if (!context.cluster.machines) throw new Error(`${scenario.file}: the cluster lacks machines`);
    return context.cluster.machines;
  }

  /** Restores the nodes, so that the next scenario finds the same ones. */
  function undoLater(names: readonly string[], restore: () => Promise<unknown>): void {
    const ready = names.filter((name) => isReady(view.get<Node>('Node', name)));
    undo.push('restore', async () => {
      await restore();
      await untilSeen(acting, ready.map(isReadyAgain), { signal: new AbortController().signal });
    });
  }

  /**
   * Evicts first: Pods of a vanished machine are collected only after 40 s (pkg/controller/podgc, quarantineTime),
   * and its volumes detached after 6 minutes (pkg/controller/volume/attachdetach, maxWaitForUnmountDuration).
   */
  async function vacate(name: string): Promise<void> {
    const { cleanUpApi: api } = context;
    const body = { spec: { unschedulable: true } };
    await ignoringAbsence(api.patch(resources.Node, { name }, { type: 'merge', body }));
    const { signal } = new AbortController();
    await evictAll(name, { context: { ...context, api, signal }, view });
    await untilSeen(acting, [hasNoVolumes(name)], { signal });
  }

  const zoneOf = (name: string) => view.get<Node>('Node', name)?.metadata?.labels?.[zoneLabel];
  const nodesIn = (zone: string) =>
    view.list<KubernetesObject>('Node', { [zoneLabel]: zone }).flatMap(({ metadata }) => metadata?.name ?? []);

  return {
    async stop(node) {
      const { stop, start } = machines(`stop machine ${node}`);
      undoLater([node], () => start(node));
      await stop(node);
    },

    start: async (node) => machines(`start machine ${node}`).start(node),

    async remove(node) {
      const { remove, add } = machines(`remove machine ${node}`);
      const zone = zoneOf(node);
      undoLater([node], () => add({ name: node, ...(zone !== undefined && { zone }) }));
      await remove(node);
    },

    async add(wanted) {
      const { add, remove } = machines();
      const name = await add(wanted);
      undo.push('restore', async () => {
        try {
          await vacate(name);
        } finally {
          await remove(name);
          // Not every cloud's controller deletes the Node, and without its machine it does not come back.
          await ignoringAbsence(context.cleanUpApi.delete(resources.Node, { name }));
        }
      });
      return name;
    },

    async cutOff(zone) {
      const { cutOff, reconnect } = machines(`cut off zone ${zone}`);
      undoLater(nodesIn(zone), () => reconnect(zone));
      await cutOff(zone);
    },

    reconnect: async (zone) => machines(`reconnect zone ${zone}`).reconnect(zone),
  };
}

function isReady(node: Node | undefined): boolean {
  return condition(node?.status?.conditions, 'Ready')?.status === 'True';
}

function isReadyAgain(name: string): Expectation {
  return {
    summary: `Node ${name} is ready again`,
    look(view) {
      const node = view.get<Node>('Node', name);
      return { met: isReady(node), saw: node ? 'it is not ready' : 'no such Node' };
    },
  };
}
