import { guarantee, scenario, service } from '../../harness/index.ts';
import { virtualNodeSetup } from './documents.ts';

export default scenario({
  title: 'The sample on the virtual node answers over HTTP',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'load-balancer', 'traffic'],
  given: ['toleration-and-selector.yaml', 'hello-page.yaml'],
  documented: [
    guarantee({
      source: virtualNodeSetup('動作確認'),
      description: 'The sample application welcomes whoever asks it for its page.',
      expect: [
        service('aci-helloworld').answers('/', /<title>Welcome to Azure Container Instances!<\/title>/),
        service('aci-helloworld').leadsToPodsOf('aci-helloworld'),
      ],
    }),
  ],
});
