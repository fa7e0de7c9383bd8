import { expect } from 'chai';
import { takesGroup } from './csi-calls.ts';

type Row = readonly [
  policy: string,
  volume: { readOnly?: boolean; fsType?: string; accessModes?: readonly string[]; isInline?: boolean },
  expected: boolean,
];

/** The rows of the kubelet's decision: supportsFSGroup in pkg/volume/csi/csi_mounter.go. */
const rows: readonly Row[] = [
  ['None', { fsType: 'ext4', accessModes: ['ReadWriteOnce'] }, false],
  ['File', { readOnly: true, fsType: 'ext4', accessModes: ['ReadWriteOnce'] }, false],
  ['ReadWriteOnceWithFSType', { readOnly: true, fsType: 'ext4', accessModes: ['ReadWriteOnce'] }, false],
  ['File', {}, true],
  ['File', { accessModes: ['ReadWriteMany'] }, true],
  ['ReadWriteOnceWithFSType', { accessModes: ['ReadWriteOnce'] }, false],
  ['ReadWriteOnceWithFSType', { fsType: 'ext4', accessModes: ['ReadWriteOnce'] }, true],
  ['ReadWriteOnceWithFSType', { fsType: 'ext4', accessModes: ['ReadWriteOncePod'] }, true],
  ['ReadWriteOnceWithFSType', { fsType: 'ext4', accessModes: ['ReadOnlyMany', 'ReadWriteOnce'] }, true],
  ['ReadWriteOnceWithFSType', { fsType: 'ext4', accessModes: ['ReadOnlyMany', 'ReadWriteMany'] }, false],
  ['ReadWriteOnceWithFSType', { fsType: 'ext4' }, false],
  ['ReadWriteOnceWithFSType', { fsType: 'ext4', isInline: true }, true],
  ['ReadWriteOnceWithFSType', { isInline: true }, false],
];

describe('takesGroup', () => {
  for (const [policy, volume, expected] of rows) {
    it(`${expected ? 'gives' : 'does not give'} ${JSON.stringify(volume)} to the group with policy ${policy}`, () => {
      const whole = { readOnly: false, fsType: '', accessModes: [], isInline: false, ...volume };
      expect(takesGroup(whole, policy)).to.equal(expected);
    });
  }
});
