import { guarantee, pod, scenario, virtualNode } from '../../harness/index.ts';
import { kubernetesNodes } from './documents.ts';

export default scenario({
  title: 'A virtual node whose connector has stopped is unreachable',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node', 'vm-nodes'],
  exclusive: true,
  given: ['connector-stops.yaml'],

  async when({ until, scale }) {
    await until(virtualNode().isReady());
    await scale({ namespace: 'kube-system', name: 'aci-connector-linux' }, 0);
  },

  // The VM nodes' kubelets have not stopped: it is not the API server that lost touch.
  control: [pod('control').runsOnVmNode()],

  documented: guarantee({
    source: kubernetesNodes('Node controller'),
    description: 'When a kubelet falls silent, its node becomes Ready=Unknown and is tainted unreachable.',
    expect: [virtualNode().isUnreachable()],
  }),
});
