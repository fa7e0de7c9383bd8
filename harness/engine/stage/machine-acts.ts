import type { KubernetesObject } from '../../api/objects.ts';
import { resources } from '../../api/resources.ts';
import type { Node } from '../../kubernetes.ts';
import type { Machines } from '../../machines.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { hasNoVolumes } from '../../vocabulary/node-expectations.ts';
import { type Acting, onlyExclusive, untilSeen } from './acting.ts';
import { evictAll } from './evict.ts';
import { ignoringAbsence } from './remember.ts';

const zoneLabel = 'topology.kubernetes.io/zone';

/** What a scenario does to the machines; when it is over they are as before, and the nodes that were ready are so again. */
export function machineActs(acting: Acting): Machines {
  const { scenario, context, view, undo } = acting;

  function machines(): Machines {
    if (!context.cluster.machines) throw new Error(`${scenario.file}: the cluster lacks machines`);
    return context.cluster.machines;
  }

  /** The next scenario finds the nodes that this one found. */
  function undoLater(names: readonly string[], restore: () => Promise<unknown>): void {
    const ready = names.filter((name) => isReady(view.get<Node>('Node', name)));
    undo.push('restore', async () => {
      await restore();
      await untilSeen(acting, ready.map(isReadyAgain), { signal: new AbortController().signal });
    });
  }

  /**
   * Pods of a machine that goes away without a word are collected only after 40 s (pkg/controller/podgc, quarantineTime), and volumes of
   * which its kubelet has not said that they are free are detached after 6 minutes (pkg/controller/volume/attachdetach, maxWaitForUnmountDuration).
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
      onlyExclusive(scenario, `stop machine ${node}`);
      const { stop, start } = machines();
      undoLater([node], () => start(node));
      await stop(node);
    },

    async start(node) {
      onlyExclusive(scenario, `start machine ${node}`);
      await machines().start(node);
    },

    async remove(node) {
      onlyExclusive(scenario, `remove machine ${node}`);
      const { remove, add } = machines();
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
          // Not every cloud's controller takes the Node away; nobody is left who would register it again.
          await ignoringAbsence(context.cleanUpApi.delete(resources.Node, { name }));
        }
      });
      return name;
    },

    async cutOff(zone) {
      onlyExclusive(scenario, `cut off zone ${zone}`);
      const { cutOff, reconnect } = machines();
      undoLater(nodesIn(zone), () => reconnect(zone));
      await cutOff(zone);
    },

    async reconnect(zone) {
      onlyExclusive(scenario, `reconnect zone ${zone}`);
      await machines().reconnect(zone);
    },
  };
}

function isReady(node: Node | undefined): boolean {
  return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
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
