import {
  deployment,
  guarantee,
  linesOfTwo,
  nodesIn,
  nodesOf,
  oneLineOf,
  scenario,
  zoneOf,
} from '../../harness/index.ts';
import { multiAz } from './documents.ts';

export default scenario({
  title: 'A Pod that waits for its volume’s zone runs again when a node there is uncordoned',
  level: 'core',
  about: 'ebs-csi-driver',
  requires: ['zones'],
  exclusive: true,
  given: ['class-immediate.yaml', 'claim.yaml', 'deployment.yaml'],

  async when({ until, cordon, uncordon, drain, view }) {
    await until(deployment('web').runs(), deployment('web').log(oneLineOf('web')));
    const [node = ''] = nodesOf(view, 'web');
    for (const each of nodesIn(view, zoneOf(view, 'web'))) await cordon(each);
    await drain(node);
    await until(deployment('web').areUnschedulable());
    await uncordon(node);
  },

  documented: guarantee({
    source: multiAz('Use in a multi-AZ environment (マルチAZ環境での利用)'),
    description: 'With a node in the zone the Pod runs, and reads what was written before.',
    expect: [deployment('web').runs(), deployment('web').log(linesOfTwo('web'))],
  }),
});
