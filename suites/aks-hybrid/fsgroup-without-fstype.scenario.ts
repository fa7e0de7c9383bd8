import { guarantee, pod, scenario, volume } from '../../harness/index.ts';
import { supportsFSGroup } from './documents.ts';

export default scenario({
  title: 'A volume without an fsType stays as it is',
  level: 'extended',
  about: 'akshci-csi-driver',
  requires: ['vm-nodes'],
  given: ['class-default.yaml', 'claim-default.yaml', 'fsgroup.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description: 'With the policy ReadWriteOnceWithFSType a volume that names no fsType is left as it is.',
    expect: [volume('data').hasFsType(undefined), pod('web').isRunning(), pod('web').logs('755 0')],
  }),
});
