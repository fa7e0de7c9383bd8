import { deployment, limitation, matching, nodesIn, nodesOf, scenario, volume, zoneOf } from '../../harness/index.ts';
import { nifcloud } from './documents.ts';

// Of the nodes, those of the disk's zone are cordoned, other workers are in other zones, masters are tainted.
const reason = String.raw`were unschedulable|didn't match PersistentVolume's node affinity|had untolerated taint\(s\)`;
const explained = matching(
  new RegExp(
    String.raw`^0/\d+ nodes are available: (?=.*were unschedulable)(?=.*PersistentVolume)(?=.*untolerated)` +
      String.raw`(\d+ node\(s\) (${reason})(, |\. )){3}(no new claims to deallocate, )?` +
      String.raw`preemption: 0/\d+ nodes are available: \d+ Preemption is not helpful for scheduling\.$`,
  ),
  'nodes are cordoned, outside of the zone of its volume, or tainted',
);

export default scenario({
  title: 'A Pod with a disk has nowhere to go when the only node of its zone is drained',
  level: 'core',
  about: 'nifcloud-csi-driver',
  requires: ['zones'],
  exclusive: true,
  given: ['class.yaml', 'claim.yaml', 'app.yaml', 'app.control.yaml'],

  async when({ until, cordon, drain, view }) {
    await until(deployment('app').runs(), deployment('control').runs());
    const [node = ''] = nodesOf(view, 'app');
    for (const other of nodesIn(view, zoneOf(view, 'app'))) await cordon(other);
    await drain(node);
  },

  // The same without the disk.
  control: [deployment('control').runs()],

  documented: limitation({
    source: nifcloud('PersistentVolumes on additional disks (増設ディスクを使った PersistentVolume)'),
    description:
      'A disk is of use to nodes of its own zone only: the Pod stays Pending, and the disk is attached to no node.',
    expect: [deployment('app').areUnschedulable(explained), volume('nifcloud-as-claim').hasNoAttachment()],
    lifted: [deployment('app').runs()],
  }),
});
