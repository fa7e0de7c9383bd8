import { claim, guarantee, lastZone, scenario, volume } from '../../harness/index.ts';
import { multiAz } from './documents.ts';

// Left to themselves they would be in three zones.
const claims = ['data-web-0', 'data-web-1', 'data-web-2'];

export default scenario({
  title: 'A class with allowedTopologies makes volumes there and nowhere else',
  level: 'core',
  about: 'ebs-csi-driver',
  requires: ['zones'],
  given: [],

  async when({ apply, view }) {
    await apply('allowed-topologies.yaml', { ZONE: lastZone(view) });
    await apply('claims.yaml');
  },

  documented: guarantee({
    source: multiAz('2. Which zone a volume is created in (ボリュームがどのゾーンで作成されるか)'),
    description: 'A StorageClass can filter the zones in which a volume may be made.',
    expect: claims.flatMap((name) => [claim(name).isBound(), volume(name).isInZone(lastZone)]),
  }),
});
