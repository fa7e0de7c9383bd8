import { attachLimit, limitation, matching, pod, scenario, workers } from '../../harness/index.ts';
import { ebs, ephemeral, volumeLimits } from './documents.ts';

/** What most machines take, if the driver reports no limit. */
const usual = 28;

export default scenario({
  title: 'A node takes as many volumes of EBS as its driver reports, and no more',
  level: 'extended',
  about: 'ebs-csi-driver',
  requires: ['vm-nodes'],
  given: ['class-waiting.yaml'],

  async when({ until, apply, view }) {
    const [NODE = ''] = workers(view);
    // First, as on a node that reports no limit the volumes of the other Pod may take every slot that there is.
    await apply('attach-limit.control.yaml', { NODE });
    await until(pod('control').isRunning());
    const volumes = Array.from({ length: (attachLimit(view, ebs, NODE) ?? usual) + 1 }, (_, number) => number);
    const VOLUMES = volumes.map((number) => ({ name: `disk-${number}`, ephemeral }));
    await apply('attach-limit.yaml', { NODE, VOLUMES: JSON.stringify(VOLUMES) });
  },

  // The same with one volume.
  control: [pod('control').isRunning()],

  documented: limitation({
    source: volumeLimits('Dynamic volume limits'),
    description: 'A Pod with one volume more than the node allows is not scheduled there.',
    expect: [
      pod('web').isUnschedulable(
        matching(/(: |, )1 node\(s\) exceed max volume count[,.]/, 'the node has as many volumes as it takes'),
      ),
    ],
    lifted: [pod('web').isRunning()],
  }),
});
