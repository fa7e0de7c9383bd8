import { claim, limitation, matching, pod, scenario, zoneOfVolume, zoneOtherThan } from '../../harness/index.ts';
import { multiAz } from './documents.ts';

// One zone has the volume, the others are not wanted, or the other way round.
const explained = matching(
  /(: |, )\d+ node\(s\) didn't match PersistentVolume's node affinity[,.]/,
  'no node of the zone that it asks for can use its volume',
);

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

  documented: limitation({
    source: multiAz(
      '3. The scheduler considers the volumes of a Pod (Schedulerは、Podに紐づくボリューム設定を考慮する)',
    ),
    description: 'The scheduler looks at the node affinity of the volume and finds no node for the Pod.',
    expect: [pod('web').isUnschedulable(explained)],
    lifted: [pod('web').isRunning()],
  }),
});
