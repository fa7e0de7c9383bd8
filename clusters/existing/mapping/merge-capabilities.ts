import type { Capability, Component } from '../../../harness/cluster.ts';
import { knownComponents } from '../../clouds/known-components.ts';
import type { ClusterMetadata } from '../../cluster-metadata.ts';
import { detectable } from '../../detect.ts';
import { wrong } from '../../topology/located.ts';
import type { DetectedCluster } from '../detection/detect-cluster.ts';
import type { Declared, Mapping } from './mapping.ts';

interface Known {
  readonly attested: ClusterMetadata | undefined;
  readonly declared: Mapping | undefined;
}

type Merged = Pick<DetectedCluster, 'capabilities' | 'components'>;

/** Always shown by the API, whatever else is there. */
const alwaysShown: ReadonlySet<string> = new Set(['kubernetes', 'kubelet']);

/**
 * What a cluster shows, and what we are told of it besides. Throws where the two do not fit: a scenario would otherwise be skipped, or
 * judged by the wrong version's statement.
 */
export function mergeCapabilities(shown: DetectedCluster, { attested, declared }: Known): Merged {
  const vouched = attested?.components ?? [];
  for (const component of vouched) checkAttested(component, shown);
  for (const capability of declared?.capabilities ?? []) checkCapability(capability, shown);
  for (const component of declared?.components ?? [])
    checkComponent(component, [...vouched, ...shown.components], shown);

  const told = [...vouched, ...(declared?.components ?? []).map(({ value }) => value)];
  const isTold = ({ name, version }: Component) => told.some((one) => one.name === name && one.version === version);
  return {
    capabilities: new Set([
      ...shown.capabilities,
      // Of what the API shows, it knows better how things stand now.
      ...(attested?.capabilities ?? []).filter((name) => !detectable.includes(name) && name !== 'machines'),
      ...(declared?.capabilities ?? []).map(({ value }) => value),
    ]),
    components: unique([...told, ...shown.components.filter((component) => !isTold(component))]),
  };
}

function checkAttested({ name, version }: Component, { components }: DetectedCluster): void {
  const versions = versionsOf(name, components);
  if (versions.length === 0 || versions.includes(version)) return;
  throw new Error(
    `the cluster was made with ${name} ${version} and shows ${versions.join(', ')}: make it anew with "plimsoll up"`,
  );
}

function checkCapability({ value, at }: Declared<Capability>, { capabilities }: DetectedCluster): void {
  if (detectable.includes(value) && !capabilities.has(value))
    wrong(at, 'a capability that the cluster has, as its API would show this one');
}

function checkComponent(
  { value: { name, version }, at }: Declared<Component>,
  known: readonly Component[],
  { drivers, capabilities }: DetectedCluster,
): void {
  const { driver } = knownComponents[name] ?? {};
  if (driver !== undefined && !drivers.has(driver))
    wrong(at, `a component that the cluster has, and there is no CSIDriver ${driver}`, name);
  if (name === 'azure-aci' && !capabilities.has('virtual-node'))
    wrong(at, 'a component that the cluster has, and there is no virtual node', name);
  const versions = versionsOf(name, known);
  if (versions.length === 0 && alwaysShown.has(name))
    wrong(at, 'a component that the cluster has, as its API would show this one', name);
  if (versions.length > 0 && !versions.includes(version))
    wrong(at, `the version that the API shows, ${versions.join(', ')}`, version);
}

function versionsOf(wanted: string, components: readonly Component[]): readonly string[] {
  return components.filter(({ name }) => name === wanted).map(({ version }) => version);
}

/** The first of each name and version; what is told of it comes before what is shown, as it tells whether it is simulated. */
function unique(components: readonly Component[]): readonly Component[] {
  return [...new Map(components.toReversed().map((one) => [`${one.name} ${one.version}`, one])).values()].toReversed();
}
