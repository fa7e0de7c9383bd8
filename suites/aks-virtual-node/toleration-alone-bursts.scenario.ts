import { guarantee, moreCpuThanVmNodesHave, pod, scenario } from '../../harness/index.ts';
import { azureFiles } from './documents.ts';

export default scenario({
  title: 'A Pod that only tolerates the virtual node goes there when the VM nodes have no room',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'vm-nodes'],
  given: [],

  // Nothing makes the virtual node a last resort, so only a Pod that fits nowhere else shows the behaviour.
  when: ({ apply, view }) => apply('toleration-alone-bursts.burst.yaml', { CPU: moreCpuThanVmNodesHave(view) }),

  documented: guarantee({
    source: azureFiles('3. Settings that a Pod on the virtual node needs; 5. Summary'),
    description: 'Without the node selector, a Pod with the toleration bursts to the virtual node.',
    expect: [pod('web').runsOnVirtualNode()],
  }),
});
