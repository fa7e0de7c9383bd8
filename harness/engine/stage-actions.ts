import { isNotFound } from '../api/client.ts';
import type { KubernetesObject } from '../api/objects.ts';
import { type Resource, resources } from '../api/resources.ts';
import type { Stage } from '../vocabulary/scenario.ts';
import { apply, refusal } from './apply.ts';
import { claimNames, isolate } from './isolate.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import type { ManifestObject } from './manifest.ts';
import type { Names } from './names.ts';
import { labelsOf, type RunContext } from './run-context.ts';
import type { LiveView } from './scenario-view.ts';
import type { UndoStack } from './undo.ts';

interface Acting {
  readonly scenario: LoadedScenario;
  readonly context: RunContext;
  readonly view: LiveView;
  readonly names: Names;
  readonly undo: UndoStack;
  readonly suffix: string;
}

type Actions = Pick<Stage, 'remove' | 'cordon' | 'scale'> & {
  applyAll(objects: readonly ManifestObject[]): Promise<void>;
};

/** What a scenario may do to the cluster; each act leaves its undoing on the stack before it is done. */
export function stageActions({ scenario, context, view, names, undo, suffix }: Acting): Actions {
  const { api, cleanUpApi, findResource } = context;
  const { namespace } = view;
  const exclusive = scenario.exclusive ?? false;
  const applied = new Map<string, Resource>();

  function onlyExclusive(what: string): void {
    if (!exclusive) throw new Error(`${scenario.file}: only an exclusive scenario may ${what}`);
  }

  async function applyOne(written: ManifestObject): Promise<void> {
    const resource = await findResource(written);
    const object: KubernetesObject = isolate(written, resource, { namespace, suffix, names, exclusive });
    applied.set(`${object.kind}/${written.object.metadata?.name}`, resource);
    if (object.metadata?.namespace !== namespace) {
      await undoLater(resource, object);
      object.metadata = { ...object.metadata, labels: { ...object.metadata?.labels, ...labelsOf(context) } };
    }
    await apply(api, resource, object).catch((error) => {
      throw refusal(error, written);
    });
  }

  /** Outside the scenario's namespace nothing goes away by itself: what was there comes back, what was not is deleted. */
  async function undoLater(resource: Resource, { metadata = {} }: KubernetesObject): Promise<void> {
    const { name = '', namespace } = metadata;
    const reference = { name, ...(namespace && { namespace }) };
    const before = await api.get<KubernetesObject>(resource, reference).catch((error) => {
      if (!isNotFound(error)) throw error;
    });
    if (before) undo.push('restore', () => restore(resource, before));
    else undo.push('delete', () => ignoringAbsence(cleanUpApi.delete(resource, reference, background)));
  }

  async function restore(resource: Resource, { metadata, ...before }: KubernetesObject): Promise<void> {
    const { name = '', namespace } = metadata ?? {};
    const { resourceVersion: _, ...kept } = metadata ?? {};
    await cleanUpApi.replace(resource, { name, ...(namespace && { namespace }) }, { ...before, metadata: kept });
  }

  return {
    async applyAll(objects) {
      claimNames(objects, names);
      for (const object of objects) await applyOne(object);
    },

    async remove(kind, name) {
      const resource = applied.get(`${kind}/${name}`) ?? (resources as Readonly<Record<string, Resource>>)[kind];
      if (!resource) throw new Error(`${scenario.file}: cannot remove ${kind}/${name}: it applied no such object`);
      const reference = { name: names.inCluster(kind, name), ...(resource.namespaced && { namespace }) };
      await ignoringAbsence(api.delete(resource, reference, background));
    },

    async cordon(node) {
      onlyExclusive(`cordon ${node}`);
      const mark = (client: typeof api, unschedulable: boolean | null) =>
        client.patch(resources.Node, { name: node }, { type: 'merge', body: { spec: { unschedulable } } });
      const before = await api.get<{ spec?: { unschedulable?: boolean } }>(resources.Node, { name: node });
      undo.push('restore', async () => void (await mark(cleanUpApi, before.spec?.unschedulable ?? null)));
      await mark(api, true);
    },

    async scale({ name, namespace: elsewhere = namespace }, replicas) {
      if (elsewhere !== namespace) onlyExclusive(`scale Deployment ${elsewhere}/${name}`);
      const reference = { name, namespace: elsewhere, subresource: 'scale' };
      const to = (client: typeof api, count: number) =>
        client.patch(resources.Deployment, reference, { type: 'merge', body: { spec: { replicas: count } } });
      const before = await api.get<{ spec: { replicas?: number } }>(resources.Deployment, reference);
      undo.push('restore', async () => void (await to(cleanUpApi, before.spec.replicas ?? 0)));
      await to(api, replicas);
    },
  };
}

const background = { propagationPolicy: 'Background' };

async function ignoringAbsence(deletion: Promise<void>): Promise<void> {
  await deletion.catch((error) => {
    if (!isNotFound(error)) throw error;
  });
}
