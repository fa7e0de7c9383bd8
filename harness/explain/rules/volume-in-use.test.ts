import { expect } from 'chai';
import { claim, clusterOf, node, pod, using } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { volumeInUse } from './volume-in-use.ts';

const text = 'claim data is ReadWriteOncePod and in use by Pod other';
const rows = [
  ['ReadWriteOncePod', { nodeName: 'worker2' }, 'Running', [text]],
  ['ReadWriteOncePod', { nodeName: 'worker2' }, 'Succeeded', []],
  ['ReadWriteOncePod', {}, 'Pending', []],
  ['ReadWriteOnce', { nodeName: 'worker2' }, 'Running', []],
] as const;

describe('volumeInUse', () => {
  for (const [mode, place, phase, texts] of rows)
    it(`${mode} beside a Pod ${phase} with ${JSON.stringify(place)}`, () => {
      const other = pod('other', { spec: { ...using('data'), ...place }, status: { phase } });
      const given = claim('data', { accessModes: [mode], volumeName: 'pv' });
      const lookup = clusterOf({ Node: [node('worker1')], Pod: [other], PersistentVolumeClaim: [given] });
      expect(reasonsOf(volumeInUse, pod('web', { spec: using('data') }), lookup)).to.deep.equal([[...texts]]);
    });
});
