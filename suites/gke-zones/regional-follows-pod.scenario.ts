import { claim, guarantee, lastZone, pod, scenario, volume } from '../../harness/index.ts';
import { regionalDisks, regionalHandle } from './documents.ts';

export default scenario({
  title: 'A regional disk that waits for its first Pod has the Pod’s zone as one of its two',
  level: 'extended',
  about: 'gcp-pd-csi-driver',
  requires: ['zones'],
  given: ['class-regional.yaml', 'claim-regional.yaml'],

  async when({ until, apply, view }) {
    await until(claim('my-pvc').isPending());
    await apply('web-in-zone.yaml', { ZONE: lastZone(view) });
  },

  documented: [
    guarantee({
      source: regionalDisks('Dynamic provisioning'),
      description: 'Without allowedTopologies, one zone is the Pod’s, and the other is any other zone of the cluster.',
      expect: [
        claim('my-pvc').followsNodeOf('web'),
        volume('my-pvc').handle(regionalHandle),
        pod('web').runsInZone(lastZone),
      ],
    }),
  ],
});
