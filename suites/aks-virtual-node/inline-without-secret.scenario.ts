import { limitation, pod, scenario } from '../../harness/index.ts';
import { azureAci } from './documents.ts';

const message = 'the secret missing-secret for AzureFile CSI driver azurefile is not found';

export default scenario({
  title: 'A virtual node refuses an inline volume whose Secret is not there',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node', 'azure-files'],
  given: ['azure-secret.yaml', 'inline-without-secret.yaml'],

  // The same with all that an inline volume needs.
  control: [pod('control').runsOnVirtualNode()],

  documented: limitation({
    source: azureAci('pkg/provider/aci_volumes.go at v1.4.8 and v1.6.4'),
    description: 'The Secret that an inline volume names must be in the Pod’s namespace.',
    expect: [
      pod('web').isAssignedToVirtualNode(),
      pod('web').isRefused({ reason: 'ProviderFailed', message }),
      pod('web').hasEvent({
        type: 'Warning',
        reason: 'ProviderCreateFailed',
        from: '<node>/pod-controller',
        message,
        times: 2,
      }),
    ],
    lifted: [pod('web').isRunning()],
  }),
});
