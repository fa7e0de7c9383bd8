import {
  deployment,
  guarantee,
  linesOfTwo,
  nodesIn,
  nodesOf,
  oneLineOf,
  scenario,
  volume,
  zoneOf,
} from '../../harness/index.ts';
import { nifcloud } from './documents.ts';

export default scenario({
  title: 'A Pod that waits for its disk’s zone runs again when the node is uncordoned',
  level: 'extended',
  about: 'nifcloud-csi-driver',
  requires: ['zones'],
  exclusive: true,
  given: ['class.yaml', 'claim.yaml', 'app.yaml'],

  async when({ until, cordon, drain, uncordon, view }) {
    await until(deployment('app').runs(), deployment('app').log(oneLineOf('app')));
    const [node = ''] = nodesOf(view, 'app');
    for (const other of nodesIn(view, zoneOf(view, 'app'))) await cordon(other);
    await drain(node);
    await until(deployment('app').areUnschedulable());
    await uncordon(node);
  },

  documented: guarantee({
    source: nifcloud('PersistentVolumes on additional disks (増設ディスクを使った PersistentVolume)'),
    description: 'With a living node in the zone the disk is mounted once more, with what was written to it.',
    expect: [
      deployment('app').runs(),
      deployment('app').log(linesOfTwo('app')),
      volume('nifcloud-as-claim').hasAttachment(),
    ],
  }),
});
