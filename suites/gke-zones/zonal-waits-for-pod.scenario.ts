import { claim, guarantee, lastZone, pod, scenario, volume } from '../../harness/index.ts';
import { storageClasses } from './documents.ts';

const mine = claim('my-pvc');

export default scenario({
  title: 'A zonal disk that waits for its first Pod is created in the Pod’s zone',
  level: 'core',
  about: 'gcp-pd-csi-driver',
  requires: ['zones'],
  given: ['class-waiting.yaml', 'claim-waiting.yaml'],

  async when({ until, apply, view }) {
    await until(mine.isPending());
    await apply('web-in-zone.yaml', { ZONE: lastZone(view) });
  },

  documented: [
    guarantee({
      source: storageClasses('Volume binding mode'),
      description: 'With WaitForFirstConsumer the scheduler chooses the node first, and the disk follows.',
      expect: [
        mine.followsNodeOf('web'),
        mine.isBound(),
        volume('my-pvc').isInZone(lastZone),
        pod('web').runsInZone(lastZone),
      ],
    }),
  ],
});
