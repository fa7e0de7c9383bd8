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
import { ebs, multiAz } from './documents.ts';

export default scenario({
  title: 'With two workers in a zone a Pod and its volume outlive one of them',
  level: 'core',
  about: 'ebs-csi-driver',
  requires: ['machines', 'zones'],
  exclusive: true,
  given: ['class-immediate.yaml', 'claim.yaml', 'deployment.yaml'],

  async when({ until, machines, drain, view }) {
    await until(deployment('web').runs(), deployment('web').log(oneLineOf('web')));
    const [node = ''] = nodesOf(view, 'web');
    await until(takesPodsWith(ebs, await machines.add({ zone: zoneOf(view, 'web') })));
    await drain(node);
  },

  documented: guarantee({
    source: multiAz('Use in a multi-AZ environment (マルチAZ環境での利用)'),
    description: 'Two workers or more in each zone are of use: Pod and volume move to the other one.',
    expect: [
      deployment('web').runs(),
      deployment('web').log(linesOfTwo('web')),
      volume('my-pvc').hasAttachment(),
      volume('my-pvc').isInZoneOfItsPods(),
    ],
  }),
});
