import { deployment, limitation, nodesIn, nodesOf, pod, scenario, zoneOf } from '../../harness/index.ts';
import { multiAz, noNode } from './documents.ts';

const explained = noNode('nodes are cordoned or outside of the zone of its volume', [
  'were unschedulable',
  "didn't match PersistentVolume's node affinity",
]);

export default scenario({
  title: 'A Pod waits when no node of its volume’s zone takes Pods',
  level: 'core',
  about: 'ebs-csi-driver',
  requires: ['zones'],
  exclusive: true,
  given: ['class-immediate.yaml', 'claim.yaml', 'deployment.yaml'],

  async when({ until, cordon, apply, drain, view }) {
    await until(deployment('web').runs());
    const [node = ''] = nodesOf(view, 'web');
    for (const each of nodesIn(view, zoneOf(view, 'web'))) await cordon(each);
    await apply('control.yaml');
    await drain(node);
  },

  control: [pod('control').isRunning()],

  documented: limitation({
    source: multiAz('Use in a multi-AZ environment (マルチAZ環境での利用)'),
    description: 'The volume cannot follow the Pod to a node of another zone, so the Pod stays Pending.',
    expect: [deployment('web').areUnschedulable(explained)],
    lifted: [deployment('web').runs()],
  }),
});
