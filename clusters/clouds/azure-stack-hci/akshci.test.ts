import { describeDisk } from '../testing/describe-disk.ts';
import { bytes, describeCreateVolume, gib, invalid } from '../testing/driver-tables.ts';
import { many } from '../testing/running-driver.ts';
import { akshci } from './akshci.ts';

describeCreateVolume(akshci, {
  made: [
    {
      what: 'goes by its name, in no zone',
      request: { ...bytes(gib + 1), parameters: { blocksize: '33554432', dynamic: 'true' } },
      handle: /^pvc-1$/,
      gib: 2,
      context: { blocksize: '33554432', dynamic: 'true' },
    },
  ],
  refused: [['RWX', { volumeCapabilities: [many] }, invalid('Volume capabilities not supported')]],
});

describeDisk(akshci, {
  publishContext: { lun: '0' },
  lost: 'Internal: Failed to find device path 0: no such device',
});
