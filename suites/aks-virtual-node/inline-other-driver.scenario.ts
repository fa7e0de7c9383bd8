import { limitation, pod, scenario } from '../../harness/index.ts';
import { azureAci } from './documents.ts';

const message = 'pod <pod> requires volume azuredisk which is of an unsupported type disk.csi.azure.com';

export default scenario({
  title: 'A virtual node refuses inline volumes of other drivers than Azure Files',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node', 'azure-files'],
  given: ['azure-secret.yaml', 'inline-other-driver.yaml'],

  // The same with all that an inline volume needs.
  control: [pod('control').runsOnVirtualNode()],

  documented: limitation({
    source: azureAci('pkg/provider/aci_volumes.go at v1.4.8 and v1.6.4'),
    description: 'file.csi.azure.com is the only driver of inline volumes that the virtual node knows.',
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
