import { guarantee, matching, scenario, statefulset, volume } from '../../harness/index.ts';
import { spreading } from './documents.ts';

const numbers = [0, 1, 2];
const web = statefulset('web');

export default scenario({
  title: 'The Pods of a StatefulSet are spread over the zones, and each comes back to the zone of its volume',
  level: 'extended',
  about: 'ebs-csi-driver',
  requires: ['zones'],
  given: ['class-waiting.yaml', 'statefulset-spread.yaml'],

  async when({ until, remove }) {
    await until(
      web.runs(),
      web.isSpreadOverZones(),
      web.log(matching(/^from web-\d\n$/, 'one line, from a Pod of web')),
    );
    for (const number of numbers) await remove('Pod', `web-${number}`);
  },

  documented: guarantee({
    source: spreading('Topology spread constraints'),
    description: 'With volumes that wait for their Pods each zone gets one; deleted, each Pod is back with its volume.',
    expect: [
      web.runs(),
      web.isSpreadOverZones(),
      web.log(matching(/^from (web-\d)\nfrom \1\n$/, 'two lines, from Pods of the same name')),
      ...numbers.map((number) => volume(`data-web-${number}`).isInZoneOfItsPods()),
    ],
  }),
});
