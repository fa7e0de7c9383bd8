import { deployment, guarantee, pod, scenario } from '../../harness/index.ts';
import { azureFiles } from './documents.ts';

const nginx = deployment('nginx-azurefiles-inline-vol-aci');

export default scenario({
  title: 'Pods on a virtual node share an Azure Files share through an inline volume',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node', 'azure-files'],
  given: ['azure-secret.yaml', 'inline-volume.yaml'],

  // A text that no run before has left on the share.
  when: ({ apply, view }) => apply('inline-volume.share.yaml', { TEXT: view.namespace }),

  documented: guarantee({
    source: azureFiles('4.3 Mounting the share as an inline volume'),
    description: 'Four Pods with the same inline volume run on the virtual node; what one writes, another reads.',
    expect: [
      nginx.runOnVirtualNode(),
      nginx.haveOwnAddresses(),
      pod('writer').hasSucceeded(),
      pod('reader').hasSucceeded(),
    ],
  }),
});
