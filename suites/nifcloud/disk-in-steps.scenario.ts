import { claim, deployment, guarantee, scenario, volume } from '../../harness/index.ts';
import { nifcloud } from './documents.ts';

const disk = claim('nifcloud-as-claim');

export default scenario({
  title: 'A disk is made in the zone of the first Pod that asks for it, in steps of 100 GiB',
  level: 'core',
  about: 'nifcloud-csi-driver',
  requires: ['vm-nodes'],
  given: ['class.yaml', 'claim.yaml'],

  async when({ until, apply }) {
    await until(disk.isPending(), disk.waitsForFirstConsumer());
    await apply('app.yaml');
  },

  documented: guarantee({
    source: nifcloud('PersistentVolumes on additional disks (増設ディスクを使った PersistentVolume)'),
    description:
      'Once the Pod has a node, the claim of 10 GiB gets a disk of 100 GiB, which can be used in that zone only.',
    expect: [
      disk.isBound(),
      disk.hasCapacity('100Gi'),
      volume('nifcloud-as-claim').hasFsType('ext4'),
      volume('nifcloud-as-claim').isInZoneOfItsPods('topology.additional-storage.csi.nifcloud.com/zone'),
      deployment('app').runs(),
    ],
  }),
});
