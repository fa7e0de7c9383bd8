import { expect } from 'chai';
import { fakeDriver } from '../testing/fake-driver.ts';
import { giveToGroup } from './csi-calls.ts';
import { mountTables } from './mounts.ts';
import { memoryVolume } from './volume.ts';

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

describe('giveToGroup', () => {
  for (const [policy, volume, expected] of rows) {
    it(`${expected ? 'gives' : 'does not give'} ${JSON.stringify(volume)} to the group with policy ${policy}`, () => {
      const mounted = memoryVolume();
      const names = { name: 'v', driver: 'd', handle: 'h', attributes: {}, mountOptions: [] };
      const whole = { ...names, readOnly: false, fsType: '', accessModes: [], isInline: false, ...volume };
      const pod = { spec: { containers: [], securityContext: { fsGroup: 2000 } } };
      const driver = { service: fakeDriver({ mounts: mountTables()('node-1') }), capabilities: new Set<never>() };
      const driverObject = { spec: { fsGroupPolicy: policy } };
      giveToGroup(mounted, { volume: whole, pod, driverObject, publishContext: {} }, driver);
      expect(mounted.ownership()?.gid === 2000).to.equal(expected);
    });
  }
});
