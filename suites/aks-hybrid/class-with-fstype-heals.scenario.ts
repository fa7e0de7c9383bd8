import { guarantee, pod, scenario, volume } from '../../harness/index.ts';
import { aksHybrid } from './documents.ts';

export default scenario({
  title: 'A container that is not root writes to a volume of a class with an fsType',
  level: 'core',
  about: 'akshci-csi-driver',
  requires: ['vm-nodes'],
  given: ['class-ext4.yaml', 'class-with-fstype-heals.yaml'],

  documented: guarantee({
    source: aksHybrid(
      'Change the spec of the StorageClass, from v1.19 (Storage Class の Spec を変更 (v1.19 以降で利用可能))',
    ),
    description:
      'The driver’s fsGroupPolicy is as it was; a volume that names its fsType is given to the Pod’s fsGroup.',
    expect: [
      volume('logs-controldb-0').hasFsType('ext4'),
      pod('controldb-0').isRunning(),
      pod('controldb-0').hasNotRestarted(),
      pod('controldb-0').logs('2775 2000\nstarted'),
    ],
  }),
});
