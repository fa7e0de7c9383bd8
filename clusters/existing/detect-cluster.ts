import { parse } from 'semver';
import type { ApiClient } from '../../harness/api/client.ts';
import { resources } from '../../harness/api/resources.ts';
import type { Capability, Component } from '../../harness/cluster.ts';
import type { CSINode, DaemonSet, Deployment } from '../../harness/kubernetes.ts';
import { knownComponents } from '../clouds/clouds.ts';
import { detect } from '../detect.ts';

/** All that the API of a cluster shows of its capabilities and components. */
export interface DetectedCluster {
  readonly capabilities: ReadonlySet<Capability>;
  readonly components: readonly Component[];
  /** CSI drivers that are registered in the cluster or on a node. */
  readonly drivers: ReadonlySet<string>;
}

export async function detectCluster(api: ApiClient): Promise<DetectedCluster> {
  const [{ capabilities, components, drivers: csiDrivers }, ofImages, csiNodes] = await Promise.all([
    detect(api),
    componentsOfImages(api),
    api.list<CSINode>(resources.CSINode),
  ]);
  // The API writes null for an empty list.
  const ofCsiNodes = csiNodes.items.flatMap(({ spec }) => (spec.drivers ?? []).map(({ name }) => name));
  const drivers = new Set([...csiDrivers, ...ofCsiNodes]);
  // Scenarios mean neither the rest of a driver without a CSIDriver nor the same program under another driver's name.
  const isThere = ({ name }: Component) => {
    const { driver } = knownComponents[name] ?? {};
    return driver === undefined || drivers.has(driver);
  };
  const ofNodes = components.map((component) => ({ ...component, simulated: false }));
  return { capabilities, components: [...ofNodes, ...ofImages.filter(isThere)], drivers };
}

type Workload = Deployment | DaemonSet;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const versionLabel = 'app.kubernetes.io/version';

/**
 * Components by the images of Deployments, StatefulSets and DaemonSets in all namespaces, controllers first. The
 * workload's version label gives the version where an image has only a digest.
 */
async function componentsOfImages(api: ApiClient): Promise<readonly Component[]> {
  const kinds = [resources.Deployment, resources.StatefulSet, resources.DaemonSet];
  const lists = await Promise.all(kinds.map((kind) => api.list<Workload>(kind)));
  const found = lists.flatMap(({ items }) => items).flatMap(componentsIn);
  return [...new Map(found.map((component) => [`${component.name} ${component.version}`, component])).values()];
}

function componentsIn({ metadata, spec }: Workload): readonly Component[] {
  return (spec?.template.spec?.containers ?? []).flatMap(({ image = '' }) => {
    const { repository, version = versionIn(metadata?.labels?.[versionLabel]) } = imageName(image);
    const isOf = (ending: string) => repository === ending || repository.endsWith(`/${ending}`);
    const [name] = Object.entries(knownComponents).find(([, { images = [] }]) => images.some(isOf)) ?? [];
    return name !== undefined && version !== undefined ? [{ name, version, simulated: false }] : [];
  });
}

/** Endings of prereleases; others, such as `-eksbuild.1` or `-windows-hp`, name a package of the same version. */
const beforeRelease = /^(alpha|beta|rc|dev|pre|canary)/;

/** Reads `repository[:tag][@digest]`; a tag may be a version, and a colon before the last slash belongs to a port. */
export function imageName(image: string): { readonly repository: string; readonly version: string | undefined } {
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
