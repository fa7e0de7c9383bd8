import { attachLimit, limitation, pod, scenario, workers } from '../../harness/index.ts';
import { ebs, volumeLimits } from './documents.ts';

/** What most machines take, if the driver tells no limit. */
const usual = 28;

const volumeClaimTemplate = {
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'gp2-csi',
    resources: { requests: { storage: '1Gi' } },
  },
};

export default scenario({
  title: 'A node takes as many volumes of EBS as its driver says, and no more',
  level: 'extended',
  about: 'ebs-csi-driver',
  requires: ['vm-nodes'],
  given: ['class-waiting.yaml'],

  async when({ apply, view }) {
    const [NODE = ''] = workers(view);
    const volumes = Array.from({ length: (attachLimit(view, ebs, NODE) ?? usual) + 1 }, (_, number) => number);
    const VOLUMES = volumes.map((number) => ({ name: `disk-${number}`, ephemeral: { volumeClaimTemplate } }));
    await apply('attach-limit.yaml', { NODE, VOLUMES: JSON.stringify(VOLUMES) });
  },

  // The same with one volume.
  control: [pod('control').isRunning()],

  documented: [
    limitation({
      source: volumeLimits('Dynamic volume limits'),
      description: 'A Pod with one volume more than the node allows is not scheduled there.',
      expect: [pod('web').isUnschedulable(/(: |, )1 node\(s\) exceed max volume count[,.]/)],
      lifted: [pod('web').isRunning()],
    }),
  ],
});
