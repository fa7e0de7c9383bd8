export { claim } from './vocabulary/claim.ts';
export { daemonset } from './vocabulary/daemonset.ts';
export { matching, type Wording } from './vocabulary/matcher.ts';
export { linesOfTwo, oneLineOf, refused } from './vocabulary/messages.ts';
export {
  aNodeWaitedForItsCloud,
  attachLimit,
  everyWorker,
  hasNoVolumes,
  isCordoned,
  takesPodsWith,
} from './vocabulary/node-expectations.ts';
export {
  lastZone,
  moreCpuThanVmNodesHave,
  nodesIn,
  vmNodes,
  workers,
  zoneOtherThan,
  zonesOf,
} from './vocabulary/nodes.ts';
export { pod } from './vocabulary/pod.ts';
export { document, guarantee, limitation, repository, scenario } from './vocabulary/scenario.ts';
export { service } from './vocabulary/service.ts';
export { virtualNode } from './vocabulary/virtual-node.ts';
export { volume, volumes, zoneOfVolume } from './vocabulary/volume.ts';
export { deployment, nodesOf, podNamesOf, statefulset, zoneOf } from './vocabulary/workloads.ts';
