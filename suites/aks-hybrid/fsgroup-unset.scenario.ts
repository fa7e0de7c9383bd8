import { guarantee, pod, scenario } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'A volume stays as it is when the Pod asks for no group',
  given: ['class-ext4.yaml', 'claim-ext4.yaml', 'fsgroup-unset.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description: 'Without an fsGroup a volume is given to no group, with every driver and every kind of volume.',
    expect: [pod('web').isRunning(), pod('web').logs('755 0')],
  }),
});
