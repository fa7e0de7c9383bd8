import { guarantee, moreCpuThanVmNodesHave, pod, scenario } from '../../harness/index.ts';
import { azureFiles } from './documents.ts';

export default scenario({
  title: 'A Pod without the toleration stays off the virtual node, even when the VM nodes have no room',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'vm-nodes'],
  given: [],
  when: ({ apply, view }) => apply('no-toleration-stays-off.burst.yaml', { CPU: moreCpuThanVmNodesHave(view) }),

  // The same with the toleration: the virtual node has room for it.
  control: [pod('control').runsOnVirtualNode()],

  documented: guarantee({
    source: azureFiles('3. Settings that a Pod on the virtual node needs'),
    description: 'The taint keeps Pods off the virtual node that do not tolerate it.',
    expect: [pod('web').isUnschedulable()],
  }),
});
