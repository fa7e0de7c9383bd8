import { claim, deployment, guarantee, scenario } from '../../harness/index.ts';
import { azureFiles } from './documents.ts';

export default scenario({
  title: 'Pods with the same claim run on VM nodes',
  level: 'core',
  about: 'azure-aci',
  requires: ['vm-nodes', 'azure-files'],
  given: ['azure-secret.yaml', 'azurefile-claim.yaml', 'pvc-on-vm-node.yaml'],
  documented: guarantee({
    source: azureFiles('4.2 The virtual node does not mount a share as PV and PVC'),
    description: 'Without selector and tolerations the Pods run on VM nodes, with the share mounted through its claim.',
    expect: [claim('azurefile').isBound(), deployment('nginx-azurefiles-pvc-acinode').runOnVmNodes()],
  }),
});
