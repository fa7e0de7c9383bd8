import { deployment, guarantee, matching, scenario } from '../../harness/index.ts';
import { azureFiles } from './documents.ts';

const nginx = deployment('nginx-azurefiles-pvc-acinode');

export default scenario({
  title: 'A rollout to VM nodes replaces the Pods that the virtual node refused',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node', 'vm-nodes', 'azure-files'],
  given: ['azure-secret.yaml', 'azurefile-claim.yaml', 'pvc-is-refused.yaml'],

  async when({ until, apply }) {
    await until(
      nginx.areRefused({
        reason: 'ProviderFailed',
        message: matching(/unsupported type/, 'their volume is of an unsupported type'),
      }),
    );
    await apply('pvc-on-vm-node.yaml');
  },

  documented: guarantee({
    source: azureFiles('4.2 The virtual node does not mount a share as PV and PVC'),
    description: 'Once selector and tolerations are taken away, the refused Pods vanish and as many run on VM nodes.',
    expect: [
      nginx.runOnVmNodes(),
      nginx.isAvailable(),
      // Refused Pods have nothing to delete in the provider, so nothing waits for it.
      nginx.hadNoEvent('ProviderDeleteSuccess'),
    ],
  }),
});
