import { resources } from '../../api/resources.ts';
import type { Stage } from '../../vocabulary/scenario.ts';
import { type Acting, onlyExclusive } from './acting.ts';
import { evictAll, refuseLoss } from './evict.ts';
import { ignoringAbsence } from './remember.ts';

type NodeActs = Pick<Stage, 'cordon' | 'uncordon' | 'drain' | 'scale'>;

/** What a scenario does to nodes and to the number of replicas; each is as before when the scenario is over. */
export function nodeActs(acting: Acting): NodeActs {
  const { scenario, context, view, undo } = acting;
  const { api, cleanUpApi } = context;
  const remembered = new Set<string>();

  async function mark(name: string, unschedulable: boolean): Promise<void> {
    const to = (client: typeof api, value: boolean | null) =>
      client.patch(resources.Node, { name }, { type: 'merge', body: { spec: { unschedulable: value } } });
    if (!remembered.has(name)) {
      const before = await api.get<{ spec?: { unschedulable?: boolean } }>(resources.Node, { name });
      remembered.add(name);
      undo.push('restore', () => ignoringAbsence(to(cleanUpApi, before.spec?.unschedulable ?? null)));
    }
    await to(api, unschedulable || null);
  }

  return {
    async cordon(node) {
      onlyExclusive(scenario, `cordon ${node}`);
      await mark(node, true);
    },

    async uncordon(node) {
      onlyExclusive(scenario, `uncordon ${node}`);
      await mark(node, false);
    },

    async drain(node) {
      onlyExclusive(scenario, `drain ${node}`);
      await refuseLoss(node, context);
      await mark(node, true);
      await evictAll(node, acting);
    },

    async scale({ name, namespace = view.namespace }, replicas) {
      if (namespace !== view.namespace) onlyExclusive(scenario, `scale Deployment ${namespace}/${name}`);
      const reference = { name, namespace, subresource: 'scale' };
      const to = (client: typeof api, count: number) =>
        client.patch(resources.Deployment, reference, { type: 'merge', body: { spec: { replicas: count } } });
      if (!remembered.has(`${namespace}/${name}`)) {
        const before = await api.get<{ spec: { replicas?: number } }>(resources.Deployment, reference);
        remembered.add(`${namespace}/${name}`);
        undo.push('restore', () => ignoringAbsence(to(cleanUpApi, before.spec.replicas ?? 0)));
      }
      await to(api, replicas);
    },
  };
}
