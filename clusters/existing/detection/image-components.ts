import { parse } from 'semver';
import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Component } from '../../../harness/cluster.ts';
import type { DaemonSet, Deployment } from '../../../harness/kubernetes.ts';
import { knownComponents } from '../../clouds/clouds.ts';

type Workload = Deployment | DaemonSet;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const versionLabel = 'app.kubernetes.io/version';

/**
 * Components by the images of Deployments, StatefulSets and DaemonSets in all namespaces, controllers first. The
 * workload's version label gives the version where an image has only a digest.
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
  const isOurs = (ending: string) => repository === ending || repository.endsWith(`/${ending}`);
  return Object.entries(knownComponents).find(([, { images = [] }]) => images.some(isOurs))?.[0];
}

/** Endings of prereleases; others, such as `-eksbuild.1` or `-windows-hp`, name a package of the same version. */
const beforeRelease = /^(alpha|beta|rc|dev|pre|canary)/;

/** The parts of an image's name; there is a version if the tag is one. */
interface ImageName {
  /** `public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver` */
  readonly repository: string;
  readonly version: string | undefined;
}

/** Reads `repository[:tag][@digest]`; a colon before the last slash belongs to a port. */
export function imageName(image: string): ImageName {
  const [named = ''] = image.split('@');
  const [, repository = '', tag] = /^(.*?)(?::([^/:]+))?$/.exec(named) ?? [];
  return { repository, version: versionIn(tag) };
}

/** `v1.64.0-eksbuild.1` is 1.64.0, `v1.65.0-rc.1` is 1.65.0-rc.1, and `latest` is no version. */
function versionIn(tag: string | undefined): string | undefined {
  const version = parse(tag?.replace(/^v/, ''));
  if (!version) return undefined;
  const { major, minor, patch, prerelease } = version;
  const isEarlier = prerelease.length > 0 && beforeRelease.test(String(prerelease[0]));
  return `${major}.${minor}.${patch}${isEarlier ? `-${prerelease.join('.')}` : ''}`;
}
