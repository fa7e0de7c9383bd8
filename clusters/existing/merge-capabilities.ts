import type { Component } from '../../harness/cluster.ts';
import { knownComponents } from '../clouds/clouds.ts';
import type { ClusterMetadata } from '../cluster-metadata.ts';
import { detectable } from '../detect.ts';
import { refuse } from '../topology/checked-yaml.ts';
import type { DetectedCluster } from './detect-cluster.ts';
import type { Declared, Mapping } from './mapping.ts';

/** The API of every cluster shows them. */
const alwaysDetected: ReadonlySet<string> = new Set(['kubernetes', 'kubelet']);

/**
 * Adds the cluster's metadata and the user's mapping to what is detected. Throws when they contradict each other,
 * because a scenario would be skipped, or evaluated by the wrong version's statement.
 */
export function mergeCapabilities(
  detected: DetectedCluster,
  { metadata, declared }: { readonly metadata: ClusterMetadata | undefined; readonly declared: Mapping | undefined },
): Pick<DetectedCluster, 'capabilities' | 'components'> {
  const recorded = metadata?.components ?? [];
  for (const component of recorded) checkRecorded(component, detected);
  for (const { value, at } of declared?.capabilities ?? [])
    if (detectable.includes(value) && !detected.capabilities.has(value))
      refuse(at, 'a capability that the cluster has, as its API would show this one');
  for (const component of declared?.components ?? [])
    checkComponent(component, [...recorded, ...detected.components], detected);

  const added = [...recorded, ...(declared?.components ?? []).map(({ value }) => value)];
  const isAdded = ({ name, version }: Component) => added.some((one) => one.name === name && one.version === version);
  return {
    capabilities: new Set([
      ...detected.capabilities,
      // Detection knows the present state of the capabilities that it covers.
      ...(metadata?.capabilities ?? []).filter((name) => !detectable.includes(name) && name !== 'machines'),
      ...(declared?.capabilities ?? []).map(({ value }) => value),
    ]),
    components: unique([...added, ...detected.components.filter((component) => !isAdded(component))]),
  };
}

function checkRecorded({ name, version }: Component, { components }: DetectedCluster): void {
  const versions = versionsOf(name, components);
  if (versions.length === 0 || versions.includes(version)) return;
  throw new Error(
    `the cluster was made with ${name} ${version} and shows ${versions.join(', ')}: re-create it with "plimsoll up"`,
  );
}

function checkComponent(
  { value: { name, version }, at }: Declared<Component>,
  known: readonly Component[],
  { drivers, capabilities }: DetectedCluster,
): void {
  const { driver, needsVirtualNode = false } = knownComponents[name] ?? {};
  if (driver !== undefined && !drivers.has(driver))
    refuse(at, `a component that the cluster has, and there is no CSIDriver ${driver}`, name);
  if (needsVirtualNode && !capabilities.has('virtual-node'))
    refuse(at, 'a component that the cluster has, and there is no virtual node', name);
  const versions = versionsOf(name, known);
  if (versions.length === 0 && alwaysDetected.has(name))
    refuse(at, 'a component that the cluster has, as its API would show this one', name);
  if (versions.length > 0 && !versions.includes(version))
    refuse(at, `the version that the API shows, ${versions.join(', ')}`, version);
}

function versionsOf(wanted: string, components: readonly Component[]): readonly string[] {
  return components.filter(({ name }) => name === wanted).map(({ version }) => version);
}

/** The first of each name and version: metadata and mapping come first, as they know whether it is simulated. */
function unique(components: readonly Component[]): readonly Component[] {
  return [...new Map(components.toReversed().map((one) => [`${one.name} ${one.version}`, one])).values()].toReversed();
}
