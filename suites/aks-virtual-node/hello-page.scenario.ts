import { guarantee, matching, scenario, service } from '../../harness/index.ts';
import { virtualNodeSetup } from './documents.ts';

export default scenario({
  title: 'The sample on the virtual node answers over HTTP',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'load-balancer', 'traffic'],
  given: ['toleration-and-selector.yaml', 'hello-page.yaml'],
  documented: guarantee({
    source: virtualNodeSetup('Checking that it works (動作確認)'),
    description: 'The sample application answers with its welcome page.',
    expect: [
      service('aci-helloworld').answers(
        '/',
        matching(
          /<title>Welcome to Azure Container Instances!<\/title>/,
          'a page with the title “Welcome to Azure Container Instances!”',
        ),
      ),
      service('aci-helloworld').leadsToPodsOf('aci-helloworld'),
    ],
  }),
});
