import { hasNoVolumes, limitation, matching, pod, scenario, workers } from '../../harness/index.ts';
import { diskDriver } from './documents.ts';

export default scenario({
  title: 'A node takes 14 disks',
  level: 'extended',
  about: 'nifcloud-csi-driver',
  requires: ['vm-nodes'],
  exclusive: true,
  given: ['class.yaml'],

  async when({ until, apply, view }) {
    const [node = ''] = workers(view);
    await until(hasNoVolumes(node));
    await apply('attach-limit.yaml', { NODE: node });
    await until(pod('full').isRunning());
    await apply('attach-limit.late.yaml', { NODE: node });
  },

  // On the same node: one with 14 disks, and one without any.
  control: [pod('full').isRunning(), pod('control').isRunning()],

  documented: limitation({
    source: diskDriver('pkg/driver/node.go at v1.1.0'),
    description: 'A Pod with a fifteenth disk is not scheduled there.',
    expect: [
      pod('web').isUnschedulable(
        matching(/(: |, )1 node\(s\) exceed max volume count[,.]/, 'the node has as many volumes as it takes'),
      ),
    ],
    lifted: [pod('web').isRunning()],
  }),
});
