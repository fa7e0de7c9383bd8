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
  title: 'A Pod that waits for its volume’s zone runs when a node joins there',
  level: 'core',
  about: 'ebs-csi-driver',
  requires: ['machines', 'zones'],
  exclusive: true,
  given: ['class-immediate.yaml', 'claim.yaml', 'deployment.yaml'],

  async when({ until, cordon, drain, machines, view }) {
    await until(deployment('web').runs(), deployment('web').log(oneLineOf('web')));
    const [node = ''] = nodesOf(view, 'web');
    const zone = zoneOf(view, 'web');
    for (const each of nodesIn(view, zone)) await cordon(each);
    await drain(node);
    await until(deployment('web').areUnschedulable());
    await machines.add({ zone });
  },

  documented: guarantee({
    source: multiAz('Use in a multi-AZ environment (マルチAZ環境での利用)'),
    description: 'With a new node in the zone the Pod runs there, and reads what was written before.',
    expect: [deployment('web').runs(), deployment('web').log(linesOfTwo('web'))],
  }),
});
