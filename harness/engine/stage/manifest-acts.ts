import { ApiError } from '../../api/client.ts';
import { type KubernetesObject, type Reference, type Resource, resources } from '../../api/resources.ts';
import type { ClusterView, Refusal } from '../../vocabulary/expectation.ts';
import type { Stage } from '../../vocabulary/scenario.ts';
import { apply, isShown, refusal } from '../manifests/apply.ts';
import { claimNames, isolate, replaceImages } from '../manifests/isolate.ts';
import { type ManifestObject, readManifest } from '../manifests/manifest.ts';
import { labelsOf } from '../run-context.ts';
import { type Acting, background, ignoringAbsence, rememberer, untilSeen } from './acting.ts';

type ManifestActs = Pick<Stage, 'apply' | 'attempt' | 'remove'> & Pick<ClusterView, 'refusal'>;

/** What a scenario does with its manifests. */
export function manifestActs(acting: Acting): ManifestActs {
  const { scenario, context, view, names, undo, suffix } = acting;
  const { api, findResource, images, shared } = context;
  const { namespace } = view;
  const exclusive = scenario.exclusive ?? false;
  const applied = new Map<string, { readonly resource: Resource; readonly reference: Reference }>();
  const refusals = new Map<string, Refusal>();
  const remember = rememberer({ context, undo });

  async function applyOne(written: ManifestObject): Promise<KubernetesObject> {
    const resource = await findResource(written);
    const object: KubernetesObject = isolate(written, resource, { namespace, suffix, names, exclusive });
    replaceImages(object, images);
    const { name = '', namespace: where } = object.metadata ?? {};
    const reference = { name, namespace: where };
    if (where !== namespace) {
      await remember(resource, reference);
      object.metadata = { ...object.metadata, labels: { ...object.metadata?.labels, ...labelsOf(context) } };
    }
    const answer = await apply<KubernetesObject>(api, resource, object).catch((error) => {
      throw refusal(error, written);
    });
    applied.set(`${object.kind}/${written.object.metadata?.name}`, { resource, reference });
    return { ...object, ...answer };
  }

  /** Applies them in the order of the manifest; resolves when the view shows them all. */
  async function applyAll(objects: readonly ManifestObject[]): Promise<void> {
    claimNames(objects, names);
    const answers: KubernetesObject[] = [];
    for (const object of objects) answers.push(await applyOne(object));
    const namespaces = answers.flatMap(({ metadata }) => metadata?.namespace ?? []);
    await untilSeen(
      acting,
      answers.map((answer) => isShown(answer, shared.index)),
      { namespaces },
    );
  }

  return {
    apply: async (manifest, values) => applyAll(await readManifest(scenario, manifest, values)),

    async attempt(manifest, values) {
      const objects = await readManifest(scenario, manifest, values);
      refusals.delete(manifest);
      await applyAll(objects).catch((error: Error) => {
        const cause = error instanceof ApiError ? error : error.cause;
        if (!(cause instanceof ApiError) || !isDeliberate(cause)) throw error;
        refusals.set(manifest, { status: cause.code, message: names.textAsWritten(cause.message) });
      });
      shared.index.wake(namespace);
    },

    refusal: (manifest) => refusals.get(manifest),

    async remove(kind, name) {
      const resource = (resources as Readonly<Record<string, Resource>>)[kind];
      const known =
        applied.get(`${kind}/${name}`) ?? (resource?.namespaced && { resource, reference: { name, namespace } });
      if (!known) throw new Error(`${scenario.file}: cannot remove ${kind}/${name}: it applied no such object`);
      await ignoringAbsence(api.delete(known.resource, known.reference, background));
    },
  };
}

/** The server refuses the object itself, not the client or the time. */
function isDeliberate({ code, message }: ApiError): boolean {
  return [400, 403, 405, 409, 413, 422].includes(code) || message.includes('failed to create typed patch object');
}
