import { guarantee, pod, scenario, volume } from '../../harness/index.ts';
import { fsGroup, supportsFSGroup } from './documents.ts';

export default scenario({
  ...fsGroup,
  title: 'A volume that many nodes may mount is given to the Pod’s group when its driver’s fsGroupPolicy is File',
  about: 'nfs-csi-driver',
  exclusive: true,
  given: ['class-nfs.yaml', 'claim-nfs.yaml'],

  async when({ apply }) {
    await apply('policy-file-nfs.yaml');
    await apply('fsgroup.yaml');
  },

  documented: guarantee({
    source: supportsFSGroup,
    description: 'The policy File does not ask for an fsType, nor for an access mode.',
    expect: [volume('data').hasFsType(undefined), pod('web').isRunning(), pod('web').logs('2775 2000')],
  }),
});
