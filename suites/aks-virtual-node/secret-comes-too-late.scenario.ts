import { limitation, matching, pod, scenario } from '../../harness/index.ts';
import { azureAci, created } from './documents.ts';

const message = 'the secret late-secret for AzureFile CSI driver azurefile is not found';

export default scenario({
  title: 'A Secret that comes later does not heal a refused Pod',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node', 'azure-files'],
  given: ['secret-comes-too-late.yaml'],

  async when({ until, apply }) {
    await until(pod('web').isRefused({ reason: matching(/./, 'any reason'), message: matching(/./, 'any message') }));
    await apply('secret-comes-too-late.secret.yaml');
  },

  // The same Pod, created when its Secret is there.
  control: [pod('control').runsOnVirtualNode()],

  documented: limitation({
    source: azureAci('pkg/provider/podsTracker.go at v1.4.8 and v1.6.4, issues 132 and 167'),
    description: 'The next attempt creates the Pod in the provider, and yet its status stays ProviderFailed.',
    expect: [pod('web').hasEvent(created), pod('web').isRefused({ reason: 'ProviderFailed', message })],
    lifted: [pod('web').isRunning()],
  }),
});
