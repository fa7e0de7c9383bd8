import { claim, deployment, limitation, scenario } from '../../harness/index.ts';
import { azureFiles, creationFailed } from './documents.ts';

const nginx = deployment('nginx-azurefiles-pvc-acinode');
const message = 'pod <pod> requires volume azurefilespvc which is of an unsupported type';

export default scenario({
  title: 'A virtual node refuses Pods with a PersistentVolumeClaim',
  level: 'core',
  about: 'azure-aci',
  requires: ['virtual-node'],
  given: ['azurefile-claim.yaml', 'pvc-is-refused.yaml', 'pvc-is-refused.control.yaml'],

  // The same Pods without the volume.
  control: [deployment('control').runOnVirtualNode()],

  documented: limitation({
    source: azureFiles('4.2 The virtual node does not mount a share as PV and PVC'),
    description: 'A Pod with a claim, though it is Bound, is assigned to the virtual node and ends in ProviderFailed.',
    expect: [
      claim('azurefile').isBound(),
      nginx.areAssignedToVirtualNode(),
      nginx.areRefused({ reason: 'ProviderFailed', message }),
      nginx.haveEvent(creationFailed(message)),
    ],
    lifted: [nginx.runOnVirtualNode()],
  }),
});
