import { deployment, guarantee, linesOfTwo, oneLineOf, podNamesOf, scenario, volume } from '../../harness/index.ts';
import { nifcloud } from './documents.ts';

export default scenario({
  title: 'What a Pod wrote to its disk is there for the Pod that takes its place',
  level: 'core',
  about: 'nifcloud-csi-driver',
  requires: ['vm-nodes'],
  given: ['class.yaml', 'claim.yaml', 'app.yaml'],

  async when({ until, remove, view }) {
    await until(deployment('app').runs(), deployment('app').log(oneLineOf('app')));
    for (const pod of podNamesOf(view, 'app')) await remove('Pod', pod);
  },

  documented: guarantee({
    source: nifcloud('PersistentVolumes on additional disks (増設ディスクを使った PersistentVolume)'),
    description: 'The Deployment’s next Pod reads the line that the deleted one has written.',
    expect: [
      deployment('app').runs(),
      deployment('app').log(linesOfTwo('app')),
      volume('nifcloud-as-claim').hasAttachment(),
    ],
  }),
});
