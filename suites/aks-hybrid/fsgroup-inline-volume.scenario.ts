import { guarantee, pod, scenario } from '../../harness/index.ts';
import { supportsFSGroup } from './documents.ts';

export default scenario({
  title: 'An inline volume with an fsType is given to the Pod’s group',
  level: 'extended',
  about: 'nfs-csi-driver',
  requires: ['vm-nodes'],
  given: ['fsgroup-inline-volume.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description:
      'With the policy ReadWriteOnceWithFSType a volume that belongs to its Pod alone counts as ReadWriteOnce.',
    expect: [pod('web').isRunning(), pod('web').logs('2775 2000')],
  }),
});
