import { claim, lastZone, limitation, pod, scenario, zonesOf } from '../../harness/index.ts';
import { noNodeForVolume, regionalDisks } from './documents.ts';

export default scenario({
  title: 'A Pod in a third zone cannot use a regional disk',
  level: 'core',
  about: 'gcp-pd-csi-driver',
  requires: ['zones'],
  given: [],

  async when({ until, apply, view }) {
    const [ZONE = '', OTHER = ''] = zonesOf(view);
    await apply('class-two-zones.yaml', { ZONE, OTHER });
    await apply('claim-regional.yaml');
    await until(claim('my-pvc').isBound());
    const third = lastZone(view);
    await apply('control-in-zone.yaml', { ZONE: third });
    await apply('web-in-zone.yaml', { ZONE: third });
  },

  // The same Pod without the disk.
  control: [pod('control').isRunning()],

  documented: [
    limitation({
      source: regionalDisks('Regional persistent disks'),
      description: 'A regional disk has two zones, so no node of a third zone can run the Pod.',
      expect: [pod('web').isUnschedulable(noNodeForVolume)],
      lifted: [pod('web').isRunning()],
    }),
  ],
});
