import type { PlacedClaim, PlacedNode, PlacedPod, PlacedVolume, Placement } from '../../../harness/report.ts';
import { oneLine } from '../../words/shortened.ts';
import type { Places } from './places.ts';

/** What the map shows, in one sentence. */
export function mapInShort({ columns, outside }: Places, { nodes, pods, volumes }: Placement): string {
  const zones = columns.filter(({ zone }) => zone !== undefined).length;
  const where = zones > 0 ? ` in ${counted(zones, 'zone')}` : '';
  const off = outside.length > 0 ? `, ${outside.length} of them outside` : '';
  return `${counted(nodes.length, 'node')}${where}, ${counted(pods.length, 'Pod')}${off}, ${counted(volumes.length, 'volume')}`;
}

/** The same as the map, line by line: zones with their nodes and volumes, then Pods with what they claim. */
export function mapInWords({ columns, wide }: Places, { pods, claims }: Placement): readonly string[] {
  const claimed = (name: string) => {
    const claim = claims.find((each) => each.name === name);
    if (!claim) return `claim ${name}, which is not there`;
    return `claim ${name} (${claimMarks(claim).join(', ')})`;
  };
  return [
    ...columns.flatMap(({ zone, nodes, volumes }) => [
      ...nodes.map(
        ({ node }) =>
          `Node ${node.name}, ${[zone ? `zone ${zone}` : 'no zone', ...marksOf(node), ...node.taints.map((taint) => `taint ${taint}`)].join(', ')}`,
      ),
      ...volumes.map((volume) => volumeInWords(volume, volume.nodes ? reachOf(volume) : `in zone ${zone}`)),
    ]),
    ...wide.map((volume) => volumeInWords(volume, reachOf(volume))),
    ...pods.map((pod) => `Pod ${pod.name}: ${[pod.state, ...pod.claims.map(claimed), ...whyOf(pod)].join('; ')}`),
  ].map((line) => oneLine(line, 600));
}

/** What is to be known of a claim beside its name. */
export function claimMarks({ phase, volume, storageClass }: PlacedClaim): readonly string[] {
  return [
    phase,
    volume === undefined ? 'no volume' : `volume ${volume}`,
    ...(storageClass ? [`class ${storageClass}`] : []),
  ];
}

/** What is to be known of a node beside its name. */
export function marksOf({ kind, ready, unschedulable }: PlacedNode): readonly string[] {
  return [
    ...(kind === 'machine' ? [] : [kind === 'virtual' ? 'virtual' : 'control plane']),
    ...(ready ? [] : ['not ready']),
    ...(unschedulable ? ['cordoned'] : []),
  ];
}

/** Where else than in one zone a volume can be used. */
export function reachOf({ zones, nodes }: PlacedVolume): string {
  if (nodes) return nodes.length === 0 ? 'on no node that is there' : `on ${nodes.join(', ')} only`;
  return zones.length === 0 ? 'in every zone' : `in zones ${zones.join(', ')}`;
}

function volumeInWords({ name, attachedTo }: PlacedVolume, where: string): string {
  return `Volume ${name}, ${where}${attachedTo.length > 0 ? `, attached to ${attachedTo.join(', ')}` : ''}`;
}

const whyOf = ({ cause }: PlacedPod) => (cause === undefined ? [] : [cause]);

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
