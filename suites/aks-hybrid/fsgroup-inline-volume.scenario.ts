import { guarantee, pod, scenario } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'An inline volume with an fsType is given to the Pod’s group',
  about: 'nfs-csi-driver',
  given: ['fsgroup-inline-volume.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description:
      'With the policy ReadWriteOnceWithFSType a volume that belongs to its Pod alone counts as ReadWriteOnce.',
    expect: [pod('web').isRunning(), pod('web').logs('2775 2000')],
  }),
});
