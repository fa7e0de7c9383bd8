import type {
  Explanation,
  PlacedClaim,
  PlacedNode,
  PlacedPod,
  PlacedVolume,
  Placement,
} from '../../../harness/report.ts';
import { counted, oneLine } from '../../words/text.ts';

/** What is where on the map. */
export type Places = ReturnType<typeof placesOf>;

/** One zone; a node has the Pods that are on it, and apart from them those that it refuses. */
export type Column = ReturnType<typeof columnsOf>[number];

type Explained = Pick<Explanation, 'pod' | 'kind'>;

/** Sorts nodes, Pods, claims and volumes into zones. */
export function placesOf(placement: Placement, explanations: readonly Explained[] = []) {
  const { nodes, pods, volumes } = placement;
  const refused = new Set(pods.filter((pod) => isRefused(pod, explanations)));
  const occupied = nodes.map((node) => {
    const assigned = pods.filter((pod) => pod.node === node.name);
    return {
      node,
      pods: assigned.filter((pod) => !refused.has(pod)),
      refused: assigned.filter((pod) => refused.has(pod)),
    };
  });
  const inside = new Set(occupied.flatMap((each) => each.pods));
  return {
    columns: columnsOf(occupied, volumes),
    /** Pods on no node, on one that is not there, or on one that refuses them. */
    outside: pods.filter((pod) => !inside.has(pod)),
    /** Volumes of every zone or several. */
    wide: volumes.filter(({ zones }) => zones.length !== 1),
    loose: looseClaims(placement),
  };
}

/** By the Pod's explanation; without one, by the reason that virtual-kubelet sets. */
function isRefused({ name, well, state }: PlacedPod, explanations: readonly Explained[]): boolean {
  if (well) return false;
  const explanation = explanations.find(({ pod }) => pod.name === name);
  return explanation ? explanation.kind === 'provider' : /\bProviderFailed\b/.test(state.slice(0, 1_000));
}

interface OccupiedNode {
  readonly node: PlacedNode;
  readonly pods: readonly PlacedPod[];
  readonly refused: readonly PlacedPod[];
}

/** Zones in the order of their names, then what is in none; a zone in which only a volume is, too. */
function columnsOf(nodes: readonly OccupiedNode[], volumes: readonly PlacedVolume[]) {
  const zones = new Set([...nodes.map(({ node }) => node.zone), ...volumes.flatMap((volume) => volume.zones)]);
  const named = [...zones].filter((zone) => zone !== undefined).toSorted();
  return [...named, ...(zones.has(undefined) ? [undefined] : [])].map((zone) => ({
    zone,
    // Those with Pods first, since there may not be room for all.
    nodes: nodes
      .filter(({ node }) => node.zone === zone)
      .toSorted((one, other) => Number(isEmpty(one)) - Number(isEmpty(other))),
    volumes: volumes.filter(({ zones: [first, ...others] }) => first === zone && zone && others.length === 0),
  }));
}

const isEmpty = ({ pods, refused }: OccupiedNode) => pods.length + refused.length === 0;

/** Claims without a volume, and claims that Pods name but that do not exist. */
function looseClaims({ pods, claims, volumes }: Placement): readonly PlacedClaim[] {
  const known = new Set(claims.map(({ name }) => name));
  const there = new Set(volumes.map(({ name }) => name));
  const missing = new Set(pods.flatMap((pod) => pod.claims).filter((name) => !known.has(name)));
  return [
    ...claims.filter(({ volume }) => volume === undefined || !there.has(volume)),
    ...[...missing].map((name) => ({ name, phase: 'not there' })),
  ];
}

/** What the map shows, in one sentence. */
export function mapInShort({ columns, outside }: Places, { nodes, pods, volumes }: Placement): string {
  const zones = columns.filter(({ zone }) => zone !== undefined).length;
  const where = zones > 0 ? ` in ${counted(zones, 'zone')}` : '';
  const off = outside.length > 0 ? `, ${outside.length} of them outside` : '';
  const shown = [`${counted(nodes.length, 'node')}${where}`, `${counted(pods.length, 'Pod')}${off}`];
  return [...shown, counted(volumes.length, 'volume')].join(', ');
}

/** The same as the map, line by line: zones with their nodes and volumes, then Pods with what they claim. */
export function mapInWords({ columns, wide }: Places, { pods, claims }: Placement): readonly string[] {
  const claimed = (name: string) => {
    const claim = claims.find((each) => each.name === name);
    if (!claim) return `claim ${name}, which does not exist`;
    return `claim ${name} (${claimMarks(claim).join(', ')})`;
  };
  return [
    ...columns.flatMap(({ zone, nodes, volumes }) => [
      ...nodes.map(({ node }) =>
        [
          ...[`Node ${node.name}`, zone ? `zone ${zone}` : 'no zone', ...marksOf(node)],
          ...node.taints.map((taint) => `taint ${taint}`),
        ].join(', '),
      ),
      ...volumes.map((volume) => volumeInWords(volume, volume.nodes ? reachOf(volume) : `in zone ${zone}`)),
    ]),
    ...wide.map((volume) => volumeInWords(volume, reachOf(volume))),
    ...pods.map(({ name, state, claims: own, cause = [] }) =>
      [`Pod ${name}: ${state}`, ...own.map(claimed)].concat(cause).join('; '),
    ),
  ].map((line) => oneLine(line, 600));
}

/** What is shown of a claim besides its name. */
export function claimMarks({ phase, volume, storageClass }: PlacedClaim): readonly string[] {
  return [
    phase,
    volume === undefined ? 'no volume' : `volume ${volume}`,
    ...(storageClass ? [`class ${storageClass}`] : []),
  ];
}

/** What is shown of a node besides its name. */
export function marksOf({ kind, ready, unschedulable }: PlacedNode): readonly string[] {
  return [
    ...(kind === 'machine' ? [] : [kind === 'virtual' ? 'virtual' : 'control plane']),
    ...(ready ? [] : ['not ready']),
    ...(unschedulable ? ['cordoned'] : []),
  ];
}

/** Where else than in one zone a volume can be used. */
export function reachOf({ zones, nodes }: PlacedVolume): string {
  if (nodes) return nodes.length === 0 ? 'on no node of the cluster' : `on ${nodes.join(', ')} only`;
  return zones.length === 0 ? 'in every zone' : `in zones ${zones.join(', ')}`;
}

function volumeInWords({ name, attachedTo }: PlacedVolume, where: string): string {
  return `Volume ${name}, ${where}${attachedTo.length > 0 ? `, attached to ${attachedTo.join(', ')}` : ''}`;
}
