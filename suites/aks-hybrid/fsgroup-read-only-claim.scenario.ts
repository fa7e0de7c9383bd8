import { guarantee, pod, scenario } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'A volume stays as it is when the Pod only reads its claim',
  given: ['class-ext4.yaml', 'claim-ext4.yaml', 'fsgroup-read-only-claim.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description: 'A Pod whose volume is readOnly gets it as it is.',
    expect: [pod('web').isRunning(), pod('web').logs('755 0')],
  }),
});
