import { guarantee, pod, scenario } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'A driver that mounts for a group gets the group, and the kubelet changes nothing',
  about: 'azurefile-csi-driver',
  given: ['fsgroup-mounted-by-driver.yaml'],

  documented: guarantee({
    source: supportsFSGroup,
    description:
      'Drivers with VOLUME_MOUNT_GROUP mount the volume for the Pod’s fsGroup: a kubelet sets no setgid bit.',
    expect: [pod('web').isRunning(), pod('web').logs('770 2000')],
  }),
});
