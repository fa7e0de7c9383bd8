import { isCordoned, limitation, pod, scenario, vmNodes } from '../../harness/index.ts';
import { virtualNodeSetup } from './documents.ts';

export default scenario({
  title: 'System Pods need a VM node',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'vm-nodes'],
  exclusive: true,
  given: ['system-pods-need-vm.yaml'],

  async when({ until, cordon, apply, view }) {
    await until(pod('control').isRunning());
    for (const node of vmNodes(view)) await cordon(node);
    await until(...vmNodes(view).map(isCordoned));
    await apply('system-pods-need-vm.late.yaml');
  },

  // The same Pod, created while the VM nodes took Pods.
  control: [pod('control').isRunning()],

  documented: limitation({
    source: virtualNodeSetup('Notes on the use of virtual nodes (仮想ノードを利用するうえでの注意点)'),
    description:
      'A cluster cannot do with virtual nodes alone: CoreDNS and its like have to run on a system node pool.',
    expect: [pod('web').isUnschedulable()],
    lifted: [pod('web').runsOnVirtualNode()],
  }),
});
