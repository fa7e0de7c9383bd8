import { guarantee, scenario, service } from '../../harness/index.ts';
import { azureFiles } from './documents.ts';

export default scenario({
  title: 'What is on the share is served through the Service',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'azure-files', 'load-balancer', 'traffic'],
  given: ['azure-secret.yaml', 'inline-volume.yaml', 'service-in-front.yaml'],

  // A text that no run before has left on the share.
  when: ({ apply, view }) => apply('service-serves-share.writer.yaml', { TEXT: view.namespace }),

  documented: guarantee({
    source: azureFiles('4.3 Mounting the share as an inline volume'),
    description: 'Web content that is put on the share can be reached from outside through a Service.',
    expect: [service('nginx-azurefiles').answers('/service-serves-share.html', '<namespace>')],
  }),
});
