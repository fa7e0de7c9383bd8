import { guarantee, matching, pod, scenario } from '../../harness/index.ts';
import { virtualKubelet } from './documents.ts';

export default scenario({
  title: 'A refused Pod is gone immediately when it is deleted',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node'],
  given: ['delete-refused.yaml'],

  async when({ until, remove }) {
    await until(
      pod('web').isRefused({
        reason: 'ProviderFailed',
        message: matching(/unsupported type/, 'its volume is of an unsupported type'),
      }),
    );
    await remove('Pod', 'web');
  },

  documented: guarantee({
    source: virtualKubelet('node/podcontroller.go at v1.6.0 and v1.11.0'),
    description: 'A Pod of which nothing runs is deleted without its grace period, and without asking the provider.',
    expect: [
      pod('web').isGone(),
      pod('web').hasNoEvent('ProviderDeleteSuccess'),
      pod('web').hasNoEvent('ProviderDeleteFailed'),
    ],
  }),
});
