import { guarantee, limitation, pod, scenario } from '../../harness/index.ts';
import { azureAci, created, virtualNodeSetup } from './documents.ts';

export default scenario({
  title: 'Init containers on the virtual node',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node'],
  given: ['init-containers.yaml'],

  // Has an init container too, but does not need what it leaves.
  control: [pod('control').hasSucceeded()],

  documented: [
    limitation({
      versions: '<1.5.0',
      source: virtualNodeSetup('Notes on the use of virtual nodes (仮想ノードを利用するうえでの注意点)'),
      description: 'Init containers cannot be used: the Pod is accepted and starts without them.',
      expect: [pod('web').hasEvent(created), pod('web').hasFailed()],
      lifted: [pod('web').hasSucceeded()],
    }),
    guarantee({
      versions: '>=1.5.0',
      source: azureAci('README at v1.6.4, Features'),
      description: 'Init containers run before the others.',
      expect: [pod('web').hasEvent(created), pod('web').hasSucceeded()],
    }),
  ],
});
