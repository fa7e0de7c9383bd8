import { deployment, guarantee, linesOfTwo, matching, pod, podNamesOf, scenario, zoneOf } from '../../harness/index.ts';
import { multiAz, noNode } from './documents.ts';

const explained = noNode('nodes are tainted or outside of the zone of its volume', [
  'had untolerated taint',
  "didn't match PersistentVolume's node affinity",
]);

export default scenario({
  title: 'When a zone is lost, Pods with EFS go on elsewhere and Pods with EBS wait',
  level: 'extended',
  about: 'ebs-csi-driver',
  needs: ['efs-csi-driver'],
  requires: ['machines', 'zones'],
  exclusive: true,
  given: ['class-immediate.yaml', 'claim.yaml', 'zone-outage.ebs.yaml', 'class-efs.yaml', 'claim-efs.yaml'],

  async when({ until, apply, machines, view }) {
    await until(deployment('web').runs());
    const ZONE = zoneOf(view, 'web');
    await apply('zone-outage.efs.yaml', { ZONE });
    await until(deployment('shared').runs());
    const lost = [...podNamesOf(view, 'web'), ...podNamesOf(view, 'shared')];
    await machines.cutOff(ZONE);
    await until(...lost.map((name) => pod(name).wasSeen(matching(/^Terminating/, 'terminating'))));
  },

  documented: guarantee({
    source: multiAz('Use in a multi-AZ environment (マルチAZ環境での利用)'),
    description: 'Zones make an application with state outlive failures only as far as its volumes can follow.',
    expect: [
      deployment('web').livePods().areUnschedulable(explained),
      deployment('shared').livePods().run(),
      deployment('shared').livePods().log(linesOfTwo('shared')),
    ],
  }),
});
