import { claim, guarantee, matching, pod, scenario, volume, zonesOf } from '../../harness/index.ts';
import { regionalDisks, regionalHandle } from './documents.ts';

export default scenario({
  title: 'A regional disk serves Pods in both of its zones, one after the other',
  level: 'core',
  about: 'gcp-pd-csi-driver',
  requires: ['zones'],
  given: [],

  async when({ until, apply, remove, view }) {
    const [ZONE = '', OTHER = ''] = zonesOf(view);
    await apply('class-two-zones.yaml', { ZONE, OTHER });
    await apply('claim-regional.yaml');
    await apply('web-in-zone.yaml', { ZONE });
    await until(pod('web').logs(matching(/^from web\n$/, 'only the line of web')));
    await remove('Pod', 'web');
    await until(volume('my-pvc').hasNoAttachment());
    await apply('reader-in-zone.yaml', { ZONE: OTHER });
  },

  documented: [
    guarantee({
      source: regionalDisks('Dynamic provisioning'),
      description: 'The disk and its data are replicated between the two zones that allowedTopologies names.',
      expect: [
        claim('my-pvc').hasCapacity('10Gi'),
        volume('my-pvc').handle(regionalHandle),
        pod('reader').runsInZone((view) => zonesOf(view)[1] ?? ''),
        pod('reader').logs(matching(/^from web\nfrom reader\n$/, 'the line of web, then its own')),
      ],
    }),
  ],
});
