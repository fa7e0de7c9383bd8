import type { V1DaemonSet, V1Deployment } from '@kubernetes/client-node';
import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Component } from '../../../harness/cluster.ts';
import { imageName, versionIn } from './image-version.ts';
import { knownComponents } from './known-components.ts';

type Workload = V1Deployment | V1DaemonSet;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const versionLabel = 'app.kubernetes.io/version';

/**
 * Components by the images of Deployments, StatefulSets and DaemonSets in all namespaces, controllers first. Where an image is named by
 * its digest, the workload's version label tells; where that is missing too, nothing does.
 */
export async function componentsOfImages(api: ApiClient): Promise<readonly Component[]> {
  const kinds = [resources.Deployment, resources.StatefulSet, resources.DaemonSet];
  const lists = await Promise.all(kinds.map((kind) => api.list<Workload>(kind)));
  const found = new Map<string, Component>();
  for (const workload of lists.flatMap(({ items }) => items))
    for (const component of componentsIn(workload)) found.set(`${component.name} ${component.version}`, component);
  return [...found.values()];
}

function componentsIn({ metadata, spec }: Workload): readonly Component[] {
  return (spec?.template.spec?.containers ?? []).flatMap(({ image = '' }) => {
    const { repository, version = versionIn(metadata?.labels?.[versionLabel]) } = imageName(image);
    const name = componentOf(repository);
    return name !== undefined && version !== undefined ? [{ name, version, simulated: false }] : [];
  });
}

function componentOf(repository: string): string | undefined {
  const isMeant = (ending: string) => repository === ending || repository.endsWith(`/${ending}`);
  return Object.entries(knownComponents).find(([, { images = [] }]) => images.some(isMeant))?.[0];
}
