import { limitation, pod, scenario } from '../../harness/index.ts';
import { azureAci } from './documents.ts';

const message = 'share name for AzureFile CSI driver azurefile cannot be empty or nil';

export default scenario({
  title: 'A virtual node refuses an inline volume without a share name',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node', 'azure-files'],
  given: ['azure-secret.yaml', 'inline-without-share-name.yaml'],

  // The same with all that an inline volume needs.
  control: [pod('control').runsOnVirtualNode()],

  documented: limitation({
    source: azureAci('pkg/provider/aci_volumes.go at v1.4.8 and v1.6.4'),
    description: 'An inline volume must name its share.',
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
