import { deployment, guarantee, limitation, scenario } from '../../harness/index.ts';
import { azureAci } from './documents.ts';

const web = deployment('web');

export default scenario({
  title: 'A Deployment on a virtual node becomes available after minReadySeconds',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node', 'vm-nodes'],
  given: ['min-ready-seconds.yaml'],

  // Younger than what is judged: once it is available, the other's time is over too.
  async when({ until, apply }) {
    await until(web.runOnVirtualNode());
    await apply('min-ready-seconds.control.yaml');
  },
  control: [deployment('control').isAvailable()],

  documented: [
    limitation({
      versions: '<1.4.10',
      source: azureAci('pkg/provider/containergroup_to_pod.go at v1.4.8'),
      description:
        'The condition Ready has no transition time, so that the Pods are ready and never count as available.',
      expect: [web.areReadySinceNoTime(), web.isReadyButNotAvailable()],
      lifted: [web.isAvailable()],
    }),
    guarantee({
      versions: '>=1.4.10',
      source: azureAci('pkg/provider/containergroup_to_pod.go at v1.4.10'),
      description: 'Pods count as available once they have been ready for minReadySeconds.',
      expect: [web.isAvailable()],
    }),
  ],
});
