import { limitation, matching, pod, scenario } from '../../harness/index.ts';
import { virtualNodeSetup, webIsRefused } from './documents.ts';

export default scenario({
  title: 'A virtual node pulls from a private registry with an imagePullSecret only',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'private-registry'],
  given: ['private-registry.yaml'],

  // The same image with a pull secret.
  control: [pod('control').runsOnVirtualNode()],

  documented: limitation({
    source: virtualNodeSetup('Notes on the use of virtual nodes (仮想ノードを利用するうえでの注意点)'),
    description:
      'The identity of the cluster opens no Azure Container Registry; without a Secret the image is refused.',
    ...webIsRefused(matching(/InaccessibleImage/, 'the image is inaccessible')),
  }),
});
