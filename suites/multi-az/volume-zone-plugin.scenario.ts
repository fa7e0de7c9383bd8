import { guarantee, lastZone, matching, pod, scenario, volume, zoneOtherThan } from '../../harness/index.ts';
import { multiAz } from './documents.ts';

export default scenario({
  title: 'A label with a zone on a volume keeps its Pods in that zone',
  level: 'extended',
  about: 'kubernetes',
  needs: ['efs-csi-driver'],
  requires: ['zones'],
  given: [],

  async when({ apply, view }) {
    const ZONE = lastZone(view);
    await apply('volume-zone-plugin.yaml', { ZONE, OTHER: zoneOtherThan(view, ZONE) });
  },

  documented: guarantee({
    source: multiAz(
      '3. The scheduler considers the volumes of a Pod (Schedulerは、Podに紐づくボリューム設定を考慮する)',
    ),
    description: 'The scheduler’s plugin VolumeZone compares labels of volumes and nodes, also without node affinity.',
    expect: [
      pod('web').runsInZone(lastZone),
      pod('elsewhere').isUnschedulable(
        matching(/(: |, )\d+ node\(s\) had no available volume zone[,.]/, 'no node is in the zone of its volume'),
      ),
      volume('zonal').hasNoAffinity(),
    ],
  }),
});
