import { guarantee, pod, scenario, volume } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'A volume that many nodes may mount stays as it is',
  about: 'nfs-csi-driver',
  given: ['class-nfs-fstype.yaml', 'claim-nfs-fstype.yaml', 'fsgroup.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description:
      'With the policy ReadWriteOnceWithFSType a volume that is only ReadWriteMany stays as it is, also ' +
      'with an fsType.',
    expect: [volume('data').hasFsType('nfs'), pod('web').isRunning(), pod('web').logs('755 0')],
  }),
});
