import { guarantee, pod, scenario } from '../../harness/index.ts';
import { supportsFSGroup } from './documents.ts';

export default scenario({
  title: 'A volume stays as it is when the Pod only reads its claim',
  level: 'extended',
  about: 'akshci-csi-driver',
  requires: ['vm-nodes'],
  given: ['class-ext4.yaml', 'claim-ext4.yaml', 'fsgroup-read-only-claim.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description: 'A Pod whose volume is readOnly gets it as it is.',
    expect: [pod('web').isRunning(), pod('web').logs('755 0')],
  }),
});
