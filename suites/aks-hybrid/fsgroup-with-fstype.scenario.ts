import { guarantee, pod, scenario, volume } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'A volume with an fsType for one node is given to the Pod’s group',
  given: ['class-ext4.yaml', 'claim-ext4.yaml', 'fsgroup.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description: 'With the policy ReadWriteOnceWithFSType such a volume is given to the group: its root becomes 2775.',
    expect: [volume('data').hasFsType('ext4'), pod('web').isRunning(), pod('web').logs('2775 2000')],
  }),
});
