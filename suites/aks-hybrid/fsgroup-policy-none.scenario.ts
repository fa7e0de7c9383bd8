import { guarantee, pod, scenario } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'A volume stays as it is when its driver’s fsGroupPolicy is None',
  exclusive: true,
  given: ['class-ext4.yaml', 'claim-ext4.yaml'],

  async when({ apply }) {
    await apply('policy-none.yaml');
    await apply('fsgroup.yaml');
  },

  documented: guarantee({
    source: supportsFSGroup,
    description: 'The policy None means that the driver’s volumes cannot be given to a group.',
    expect: [pod('web').isRunning(), pod('web').logs('755 0')],
  }),
});
