import { guarantee, matching, scenario, virtualNode } from '../../harness/index.ts';
import { azureAci, nodeLabels } from './documents.ts';

const common = [
  virtualNode().isReady(),
  virtualNode().hasTaint('virtual-kubelet.io/provider', 'azure', 'NoSchedule'),
  virtualNode().hasCapacity({ cpu: '10k', memory: '4Ti', pods: '5k' }),
  virtualNode().hasVersion(matching(/^v\d+\.\d+\.\d+-vk-azure-aci-\d+\.\d+\.\d+/, 'v…-vk-azure-aci-…')),
];

export default scenario({
  title: 'A virtual node registers with its labels, taint, capacity and version',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node'],
  given: [],
  documented: [
    guarantee({
      versions: '<1.6.0',
      source: azureAci('pkg/provider/vk_node.go at v1.4.8'),
      description:
        'The node has labels for selectors and against load balancers, but not kubernetes.io/os, a taint, ' +
        'and 5,000 Pods.',
      expect: [...common, virtualNode().hasLabels({ ...nodeLabels, 'kubernetes.io/os': null })],
    }),
    guarantee({
      versions: '>=1.6.0',
      source: azureAci('pkg/provider/vk_node.go at v1.6.4'),
      description:
        'The node has labels for selectors, with kubernetes.io/os, and against load balancers, a taint, and ' +
        '5,000 Pods.',
      expect: [...common, virtualNode().hasLabels({ ...nodeLabels, 'kubernetes.io/os': 'linux' })],
    }),
  ],
});
