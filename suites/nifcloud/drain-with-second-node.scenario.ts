import {
  deployment,
  guarantee,
  linesOfTwo,
  nodesOf,
  oneLineOf,
  scenario,
  takesPodsWith,
  volume,
  zoneOf,
} from '../../harness/index.ts';
import { diskDriverName, nifcloud } from './documents.ts';

export default scenario({
  title: 'A Pod and its disk move to the second node of their zone',
  level: 'core',
  about: 'nifcloud-csi-driver',
  requires: ['machines', 'zones'],
  exclusive: true,
  given: ['class.yaml', 'claim.yaml', 'app.yaml'],

  async when({ until, machines, drain, view }) {
    await until(deployment('app').runs(), deployment('app').log(oneLineOf('app')));
    const [node = ''] = nodesOf(view, 'app');
    await until(takesPodsWith(diskDriverName, await machines.add({ zone: zoneOf(view, 'app') })));
    await drain(node);
  },

  documented: guarantee({
    source: nifcloud('PersistentVolumes on additional disks (増設ディスクを使った PersistentVolume)'),
    description:
      'When the node is drained the Pod runs on the other; the disk, attached there alone, holds what was written.',
    expect: [
      deployment('app').runs(),
      deployment('app').log(linesOfTwo('app')),
      volume('nifcloud-as-claim').hasAttachment(),
      volume('nifcloud-as-claim').isInZoneOfItsPods('topology.additional-storage.csi.nifcloud.com/zone'),
    ],
  }),
});
