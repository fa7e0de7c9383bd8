import { guarantee, pod, scenario } from '../../harness/index.ts';
import { supportsFSGroup } from './documents.ts';

export default scenario({
  title: 'A volume stays as it is when the Pod asks for no group',
  level: 'extended',
  about: 'akshci-csi-driver',
  requires: ['vm-nodes'],
  given: ['class-ext4.yaml', 'claim-ext4.yaml', 'fsgroup-unset.yaml'],

  documented: [
    guarantee({
      source: supportsFSGroup,
      description: 'Without an fsGroup there is nobody to give the volume to, whatever the driver and the volume.',
      expect: [pod('web').isRunning(), pod('web').logs(/^755 0$/m)],
    }),
  ],
});
