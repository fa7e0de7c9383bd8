import { guarantee, pod, scenario, volume } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'A volume without an fsType stays as it is',
  given: ['class-default.yaml', 'claim-default.yaml', 'fsgroup.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description: 'With the policy ReadWriteOnceWithFSType a volume that names no fsType is left as it is.',
    expect: [volume('data').hasFsType(undefined), pod('web').isRunning(), pod('web').logs('755 0')],
  }),
});
