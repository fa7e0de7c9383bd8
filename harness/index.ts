export { claim } from './vocabulary/claim.ts';
export { daemonset } from './vocabulary/daemonset.ts';
export { deployment } from './vocabulary/deployment.ts';
export { pod } from './vocabulary/pod.ts';
export { scenario } from './vocabulary/scenario.ts';
export { service } from './vocabulary/service.ts';
export { document, guarantee, limitation } from './vocabulary/statement.ts';
export { virtualNode } from './vocabulary/virtual-node.ts';
export { isCordoned, moreCpuThanVmNodesHave, vmNodes } from './vocabulary/vm-nodes.ts';
