import { claim, limitation, pod, scenario, zoneOfVolume, zoneOtherThan } from '../../harness/index.ts';
import { multiAz } from './documents.ts';

// One zone has the volume, the others are not wanted, or the other way round.
const explained = /(: |, )\d+ node\(s\) didn't match PersistentVolume's node affinity[,.]/;

export default scenario({
  title: 'A Pod that must run in another zone than its volume runs nowhere',
  level: 'core',
  about: 'ebs-csi-driver',
  requires: ['zones'],
  given: ['class-immediate.yaml', 'claim.yaml'],

  async when({ until, apply, view }) {
    await until(claim('my-pvc').isBound());
    const ZONE = zoneOtherThan(view, zoneOfVolume(view, 'my-pvc'));
    await apply('control-in-zone.yaml', { ZONE });
    await apply('web-in-zone.yaml', { ZONE });
  },

  // The same without the volume.
  control: [pod('control').isRunning()],

  documented: [
    limitation({
      source: multiAz('3. Schedulerは、Podに紐づくボリューム設定を考慮する'),
      description: 'The scheduler looks at the node affinity of the volume and finds no node for the Pod.',
      expect: [pod('web').isUnschedulable(explained)],
      lifted: [pod('web').isRunning()],
    }),
  ],
});
