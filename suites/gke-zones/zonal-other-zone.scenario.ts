import { claim, limitation, pod, scenario, zoneOfVolume, zoneOtherThan } from '../../harness/index.ts';
import { noNodeForVolume, persistentDisks } from './documents.ts';

export default scenario({
  title: 'A Pod outside the zone of its zonal disk is unschedulable',
  level: 'core',
  about: 'gcp-pd-csi-driver',
  requires: ['zones'],
  given: ['class-immediate.yaml', 'claim-immediate.yaml'],

  async when({ until, apply, view }) {
    await until(claim('my-pvc').isBound());
    const ZONE = zoneOtherThan(view, zoneOfVolume(view, 'my-pvc'));
    await apply('control-in-zone.yaml', { ZONE });
    await apply('web-in-zone.yaml', { ZONE });
  },

  // The same Pod without the disk.
  control: [pod('control').isRunning()],

  documented: [
    limitation({
      source: persistentDisks('Create a StorageClass'),
      description: 'A zonal disk can be attached only in its zone, so no node of another zone can run the Pod.',
      expect: [pod('web').isUnschedulable(noNodeForVolume)],
      lifted: [pod('web').isRunning()],
    }),
  ],
});
