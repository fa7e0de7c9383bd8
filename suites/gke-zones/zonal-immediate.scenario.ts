import { claim, guarantee, matching, pod, scenario, volume } from '../../harness/index.ts';
import { persistentDisks, zonalHandle, zoneKey } from './documents.ts';

const mine = volume('my-pvc');

export default scenario({
  title: 'A zonal disk that is bound immediately ties its Pod to its zone',
  level: 'core',
  about: 'gcp-pd-csi-driver',
  requires: ['zones'],
  given: ['class-immediate.yaml', 'claim-immediate.yaml'],

  async when({ until, apply }) {
    await until(claim('my-pvc').isBound());
    await apply('web.yaml');
  },

  documented: [
    guarantee({
      source: persistentDisks('Create a StorageClass'),
      description: 'The volume names its zone with the driver’s key, and the Pod runs on a node there.',
      expect: [
        claim('my-pvc').hasCapacity('10Gi'),
        mine.hasAffinity({ [zoneKey]: matching(/./, 'a zone') }),
        mine.isInZoneOfItsPods(zoneKey),
        mine.handle(zonalHandle),
        mine.hasAttachment(),
        pod('web').isRunning(),
      ],
    }),
  ],
});
