import { daemonset, limitation, scenario } from '../../harness/index.ts';
import { virtualNodeSetup } from './documents.ts';

export default scenario({
  title: 'A DaemonSet has no Pod on the virtual node',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'vm-nodes'],
  given: ['daemonset-avoids.yaml'],

  // It is the taint that keeps them away, not a lack of room.
  control: [daemonset('control').runsOnVirtualNode()],

  documented: limitation({
    source: virtualNodeSetup('Notes on the use of virtual nodes (仮想ノードを利用するうえでの注意点)'),
    description: 'The Pods of a DaemonSet are deployed to VM nodes only.',
    expect: [daemonset('agent').runsOnEveryVmNode(), daemonset('agent').staysOffVirtualNode()],
    lifted: [daemonset('agent').runsOnVirtualNode()],
  }),
});
