import { deployment, guarantee, scenario, service, virtualNode } from '../../harness/index.ts';
import { azureFiles } from './documents.ts';

const nginx = service('nginx-azurefiles');

export default scenario({
  title: 'A LoadBalancer Service leads to the Pods on the virtual node',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'azure-files', 'load-balancer'],
  given: ['azure-secret.yaml', 'inline-volume.yaml', 'service-in-front.yaml'],
  documented: guarantee({
    source: azureFiles('4.3 Mounting the share as an inline volume'),
    description: 'The Service gets an external address and leads to the four Pods; the node itself is no target.',
    expect: [
      deployment('nginx-azurefiles-inline-vol-aci').runOnVirtualNode(),
      nginx.hasExternalAddress(),
      nginx.leadsToPodsOf('nginx-azurefiles-inline-vol-aci'),
      virtualNode().hasLabels({ 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' }),
    ],
  }),
});
