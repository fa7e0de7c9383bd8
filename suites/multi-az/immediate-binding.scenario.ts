import { claim, guarantee, matching, pod, scenario, volume } from '../../harness/index.ts';
import { ebsDriver, multiAz } from './documents.ts';

const mine = volume('my-pvc');
const placedBy = (key: string) => [
  claim('my-pvc').hasCapacity('10Gi'),
  mine.hasAffinity({ [key]: matching(/./, 'one zone') }),
  mine.isInZoneOfItsPods(key),
  mine.hasAttachment(),
  pod('web').isRunning(),
];

export default scenario({
  title: 'A volume that is bound immediately gets a zone, and its Pod follows it',
  level: 'core',
  about: 'ebs-csi-driver',
  requires: ['zones'],
  given: ['class-immediate.yaml', 'claim.yaml'],

  // There is a volume before any Pod asks for it.
  async when({ until, apply }) {
    await until(claim('my-pvc').isBound());
    await apply('web.yaml');
  },

  documented: [
    guarantee({
      versions: '<1.33',
      source: multiAz('2. Which zone a volume is created in (ボリュームがどのゾーンで作成されるか)'),
      description: 'Its node affinity names the zone by the driver’s own key; the Pod runs on a node there.',
      expect: placedBy('topology.ebs.csi.aws.com/zone'),
    }),
    guarantee({
      versions: '>=1.33',
      source: ebsDriver('CHANGELOG.md, v1.33.0'),
      description: 'Its node affinity names the zone by the key of Kubernetes; the Pod runs on a node there.',
      expect: placedBy('topology.kubernetes.io/zone'),
    }),
  ],
});
