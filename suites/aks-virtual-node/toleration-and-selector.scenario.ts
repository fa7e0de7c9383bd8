import { deployment, guarantee, scenario } from '../../harness/index.ts';
import { created, virtualNodeSetup } from './documents.ts';

const hello = deployment('aci-helloworld');

export default scenario({
  title: 'A Pod that selects and tolerates the virtual node runs there',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node'],
  given: ['toleration-and-selector.yaml'],
  documented: guarantee({
    source: virtualNodeSetup('Deploying an application to the virtual node (仮想ノードにアプリケーションをデプロイ)'),
    description: 'With the node selector and the toleration, the Pod runs on the virtual node, at an IP of its subnet.',
    expect: [hello.runOnVirtualNode(), hello.haveOwnAddresses(), hello.haveEvent(created)],
  }),
});
